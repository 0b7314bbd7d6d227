// task: warmup
let warmupLr = 0;
for (let i = 0; i < Math.min(step, this.warmupSteps); i++) warmupLr += this.initialLearningRate / this.warmupSteps;
