// task: warmup
// caught-by: warmup/long
const warmupLr = Math.max(1e-6, (this.initialLearningRate * step) / this.warmupSteps);
