// task: cosine-restart
// caught-by: cosine-restart/restart
const done = step - this.warmupSteps;
const progress = done > 0 && done % this.decaySteps === 0 ? 1 : (done % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
