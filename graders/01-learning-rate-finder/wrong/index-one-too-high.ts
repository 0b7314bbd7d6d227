// task: best-lr
// caught-by: best-lr/marker
const minLossIdx = losses.indexOf(Math.min(...losses)) + 1;
const bestLr = learningRates[minLossIdx - 1];
