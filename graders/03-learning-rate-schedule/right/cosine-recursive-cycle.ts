// task: cosine-restart
const inCycle = (left: number): number => (left < this.decaySteps ? left : inCycle(left - this.decaySteps));
const progress = inCycle(step - this.warmupSteps) / this.decaySteps;
const cosineDecay = this.alpha + (1 - this.alpha) * 0.5 * (1 + Math.cos(Math.PI * progress));
