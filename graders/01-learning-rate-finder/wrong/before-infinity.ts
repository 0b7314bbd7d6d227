// task: best-lr
// caught-by: best-lr/rate
const minLossIdx = losses.indexOf(Infinity) - 1;
const bestLr = learningRates[minLossIdx];
