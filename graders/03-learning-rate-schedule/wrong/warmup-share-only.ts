// task: warmup
// caught-by: warmup/line
const warmupLr = step / this.warmupSteps;
