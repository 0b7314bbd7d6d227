// task: best-lr
// caught-by: best-lr/rate
const minLossIdx = losses.indexOf(Math.min(...losses));
const bestLr = losses[minLossIdx];
