// task: cosine-restart
// caught-by: cosine-restart/cycle
const progress = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * Math.cos((Math.PI / 2) * progress);
