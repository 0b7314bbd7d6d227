// task: warmup
// caught-by: warmup/line
const warmupLr = (this.initialLearningRate * (1 - Math.cos((Math.PI * step) / this.warmupSteps))) / 2;
