// task: warmup
// caught-by: warmup/long
const warmupLr = this.initialLearningRate * (this.alpha + ((1 - this.alpha) * step) / this.warmupSteps);
