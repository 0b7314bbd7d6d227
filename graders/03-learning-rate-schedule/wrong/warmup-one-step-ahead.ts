// task: warmup
// caught-by: warmup/line
const warmupLr = (this.initialLearningRate * (step + 1)) / this.warmupSteps;
