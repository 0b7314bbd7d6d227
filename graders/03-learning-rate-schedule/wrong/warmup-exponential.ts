// task: warmup
// caught-by: warmup/line
const warmupLr = this.initialLearningRate ** (this.warmupSteps / Math.max(step, 1));
