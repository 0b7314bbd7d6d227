// task: cosine-restart
// caught-by: cosine-restart/cycle
const progress = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(180 * progress)) / 2;
