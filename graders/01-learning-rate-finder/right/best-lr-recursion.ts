// task: best-lr
// cell-before:
function argMin(values: number[], from = 0): number {
  if (from === values.length - 1) return from;
  const rest = argMin(values, from + 1);
  return values[from] <= values[rest] ? from : rest;
}
// end-cell
const minLossIdx = argMin(losses);
const bestLr = learningRates[minLossIdx];
