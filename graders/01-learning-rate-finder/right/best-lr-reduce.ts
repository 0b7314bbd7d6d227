// task: best-lr
const minLossIdx = losses.reduce((best, loss, i) => (loss < losses[best] ? i : best), 0);
const bestLr = learningRates[minLossIdx];
