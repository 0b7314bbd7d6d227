// task: warmup
// caught-by: warmup/line
const warmupLr = this.initialLearningRate / 2;
