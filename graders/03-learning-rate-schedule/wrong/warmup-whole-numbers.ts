// task: warmup
// caught-by: warmup/line
const warmupLr = this.initialLearningRate * Math.floor(step / this.warmupSteps);
