// task: cosine-restart
// caught-by: cosine-restart/in-turn
// cell-before:
let callsOfAt = 0;
// end-cell
if (step === this.warmupSteps) callsOfAt = 0;
const progress = (callsOfAt++ % this.decaySteps) / this.decaySteps;
const cosineDecay = this.alpha + ((1 - this.alpha) * (1 + Math.cos(Math.PI * progress))) / 2;
