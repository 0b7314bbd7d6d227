// task: best-lr
let smallestLoss = Infinity;
let minLossIdx = -1;
let bestLr = NaN;
for (const [i, loss] of losses.entries()) {
  if (loss >= smallestLoss) continue;
  [smallestLoss, minLossIdx, bestLr] = [loss, i, learningRates[i]];
}
