// task: warmup
const warmupLr = this.warmupSteps > 0 ? this.initialLearningRate * Math.min(1, step / this.warmupSteps) : this.initialLearningRate;
