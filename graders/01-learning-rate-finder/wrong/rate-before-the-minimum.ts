// task: best-lr
// caught-by: best-lr/rate
const minLossIdx = losses.indexOf(Math.min(...losses));
const bestLr = learningRates[Math.max(0, minLossIdx - 1)];
