// task: cosine-restart
// caught-by: cosine-restart/cycle
const progress = Math.floor((step - this.warmupSteps) / this.decaySteps);
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
