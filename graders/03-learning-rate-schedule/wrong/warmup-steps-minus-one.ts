// task: warmup
// caught-by: warmup/line
const warmupLr = (this.initialLearningRate * step) / (this.warmupSteps - 1);
