// task: cosine-restart
// caught-by: cosine-restart/cycle
const progress = ((step - this.warmupSteps) % this.decaySteps) / (this.decaySteps - 1);
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
