// task: best-lr
// caught-by: best-lr/marker
const bestLr = learningRates[losses.indexOf(Math.min(...losses))];
losses.sort((a, b) => a - b);
const minLossIdx = 0;
