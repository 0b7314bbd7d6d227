// task: cosine-restart
// caught-by: cosine-restart/no-warm-up
const share = warmupLr / ((this.initialLearningRate * step) / this.warmupSteps);
const progress = (((step - this.warmupSteps) % this.decaySteps) / this.decaySteps) * share;
const cosineDecay = this.alpha + (1 - this.alpha) * (1 + Math.cos(Math.PI * progress)) / 2;
