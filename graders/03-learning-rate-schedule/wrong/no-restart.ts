// task: cosine-restart
// caught-by: cosine-restart/restart
const progress = Math.min(1, (step - this.warmupSteps) / this.decaySteps);
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
