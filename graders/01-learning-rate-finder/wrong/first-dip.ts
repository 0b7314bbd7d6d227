// task: best-lr
// caught-by: best-lr/ends
let minLossIdx = 0;
while (losses[minLossIdx + 1] < losses[minLossIdx]) minLossIdx++;
const bestLr = learningRates[minLossIdx];
