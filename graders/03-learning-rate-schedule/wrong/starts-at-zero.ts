// task: cosine-restart
// caught-by: cosine-restart/cycle
const progress = 1 - ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
