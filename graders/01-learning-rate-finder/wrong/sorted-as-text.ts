// task: best-lr
// caught-by: best-lr/ends
const smallest = [...losses].sort()[0];
const minLossIdx = losses.indexOf(smallest);
const bestLr = learningRates[minLossIdx];
