// task: cosine-restart
// caught-by: cosine-restart/restart
const progress = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const cycle = Math.floor((step - this.warmupSteps) / this.decaySteps);
const cosineDecay = 0.5 ** cycle * (this.alpha + ((1 - this.alpha) * (1 + Math.cos(Math.PI * progress))) / 2);
