// task: warmup
const done = step / this.warmupSteps;
const warmupLr = done * this.initialLearningRate;
