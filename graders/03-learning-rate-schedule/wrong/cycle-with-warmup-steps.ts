// task: cosine-restart
// caught-by: cosine-restart/restart
const length = this.decaySteps + this.warmupSteps;
const progress = Math.min(1, ((step - this.warmupSteps) % length) / this.decaySteps);
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
