// task: cosine-restart
const sinceWarmup = step - this.warmupSteps;
const share = (sinceWarmup % this.decaySteps) / this.decaySteps;
const fallen = (1 - Math.cos(Math.PI * share)) / 2;
const cosineDecay = 1 - fallen * (1 - this.alpha);
