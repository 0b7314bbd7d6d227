// task: cosine-restart
// caught-by: cosine-restart/alpha
const progress = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 + Math.cos(Math.PI * progress)) / 2;
