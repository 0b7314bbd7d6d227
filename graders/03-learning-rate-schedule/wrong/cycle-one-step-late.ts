// task: cosine-restart
// caught-by: cosine-restart/cycle
const progress = ((step - this.warmupSteps + 1) % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
