// task: cosine-restart
// caught-by: cosine-restart/restart
const length = this.warmupSteps + this.decaySteps;
const inCycle = step % length;
const progress = (inCycle - this.warmupSteps) / this.decaySteps;
const wave = (1 + Math.cos(Math.PI * progress)) / 2;
const cosineDecay = inCycle < this.warmupSteps ? inCycle / this.warmupSteps : this.alpha + (1 - this.alpha) * wave;
