// task: cosine-restart
const cycle = Math.floor((step - this.warmupSteps) / this.decaySteps);
const inCycle = step - this.warmupSteps - cycle * this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * 0.5 * (1 + Math.cos((inCycle / this.decaySteps) * Math.PI));
