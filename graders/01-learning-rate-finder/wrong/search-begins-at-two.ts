// task: best-lr
// caught-by: best-lr/ends
let minLossIdx = 1;
for (let i = 2; i < losses.length; i++) {
  if (losses[i] < losses[minLossIdx]) minLossIdx = i;
}
const bestLr = learningRates[minLossIdx];
