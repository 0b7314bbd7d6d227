// task: cosine-restart
// caught-by: cosine-restart/cycle
const length = this.decaySteps - this.warmupSteps;
const progress = ((step - this.warmupSteps) % length) / length;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
