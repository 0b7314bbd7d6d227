// task: warmup
// caught-by: warmup/line
const progress = step / this.decaySteps;
const warmupLr = progress * this.initialLearningRate;
