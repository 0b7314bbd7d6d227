// task: cosine-restart
// caught-by: cosine-restart/restart
let length = this.decaySteps;
let inCycle = step - this.warmupSteps;
while (inCycle >= length) {
  inCycle -= length;
  length *= 2;
}
const progress = inCycle / length;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
