// task: best-lr
// caught-by: best-lr/ends
const smoothed = losses.map((loss, i) => (i === 0 ? loss : 0.3 * losses[i - 1]! + 0.7 * loss));
const minLossIdx = smoothed.indexOf(Math.min(...smoothed));
const bestLr = learningRates[minLossIdx];
