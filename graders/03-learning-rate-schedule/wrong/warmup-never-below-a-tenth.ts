// task: warmup
// caught-by: warmup/line
const warmupLr = Math.max(0.1, step / this.warmupSteps) * this.initialLearningRate;
