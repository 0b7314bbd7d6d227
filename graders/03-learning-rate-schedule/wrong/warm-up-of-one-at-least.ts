// task: cosine-restart
// caught-by: cosine-restart/no-warm-up
const progress = ((step - Math.max(1, this.warmupSteps)) % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
