// task: warmup
// caught-by: warmup/line
const warmupLr = String((this.initialLearningRate * step) / this.warmupSteps) as unknown as number;
