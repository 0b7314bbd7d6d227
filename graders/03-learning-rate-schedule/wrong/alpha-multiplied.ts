// task: cosine-restart
// caught-by: cosine-restart/alpha
const progress = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const cosineDecay = (1 - this.alpha) * 0.5 * (1 + Math.cos(Math.PI * progress));
