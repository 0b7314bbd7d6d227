// task: best-lr
// caught-by: best-lr/rate
let minLossIdx = 1;
for (let i = 1; i < losses.length; i++) {
  if (losses[i] - losses[i - 1] < losses[minLossIdx] - losses[minLossIdx - 1]) minLossIdx = i;
}
const bestLr = learningRates[minLossIdx - 1];
