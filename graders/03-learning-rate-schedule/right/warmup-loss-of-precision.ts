// task: warmup
const warmupLr = Math.fround(Math.fround(this.initialLearningRate) * Math.fround(step / this.warmupSteps));
