// task: cosine-restart
let inCycle = step - this.warmupSteps;
while (inCycle >= this.decaySteps) inCycle -= this.decaySteps;
const cosine = Math.cos((Math.PI * inCycle) / this.decaySteps);
const cosineDecay = this.alpha + ((1 - this.alpha) / 2) * (1 + cosine);
