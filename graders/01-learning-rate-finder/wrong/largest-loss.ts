// task: best-lr
// caught-by: best-lr/rate
const minLossIdx = losses.indexOf(Math.max(...losses));
const bestLr = learningRates[minLossIdx];
