// task: warmup
const perStep = this.initialLearningRate / this.warmupSteps;
const warmupLr = perStep * step;
