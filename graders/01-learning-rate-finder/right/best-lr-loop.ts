// task: best-lr
let minLossIdx = 0;
for (let i = 1; i < losses.length; i++) {
  if (losses[i] < losses[minLossIdx]) minLossIdx = i;
}
const bestLr = learningRates[minLossIdx];
