// task: cosine-restart
// cell-before:
const halfWave = (p: number) => 0.5 * (1 + Math.cos(Math.PI * p));
// end-cell
const { alpha, decaySteps, warmupSteps } = this;
const p = ((step - warmupSteps) % decaySteps) / decaySteps;
const cosineDecay = alpha + (1 - alpha) * halfWave(p);
