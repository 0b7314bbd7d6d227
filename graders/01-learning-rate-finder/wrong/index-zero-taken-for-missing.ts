// task: best-lr
// caught-by: best-lr/ends
const minLossIdx = losses.indexOf(Math.min(...losses)) || losses.length - 1;
const bestLr = learningRates[minLossIdx];
