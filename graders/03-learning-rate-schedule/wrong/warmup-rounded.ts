// task: warmup
// caught-by: warmup/line
const warmupLr = Number(((this.initialLearningRate * step) / this.warmupSteps).toFixed(1));
