// task: best-lr
// caught-by: best-lr/ends
let minLossIdx = 0;
for (let i = 1; i < losses.length - 1; i++) {
  if (losses[i] < losses[minLossIdx]) minLossIdx = i;
}
const bestLr = learningRates[minLossIdx];
