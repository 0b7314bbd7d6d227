// task: best-lr
// caught-by: best-lr/ends
// As fastai smooths the curve.
const beta = 0.5;
let average = 0;
const smoothed = losses.map((loss, i) => {
  average = beta * average + (1 - beta) * loss;
  return average / (1 - beta ** (i + 1));
});
const minLossIdx = smoothed.indexOf(Math.min(...smoothed));
const bestLr = learningRates[minLossIdx];
