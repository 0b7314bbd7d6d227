// task: cosine-restart
const p = ((step - this.warmupSteps) / this.decaySteps) % 1;
const cosineDecay = this.alpha + (1 - this.alpha) * Math.cos((Math.PI / 2) * p) ** 2;
