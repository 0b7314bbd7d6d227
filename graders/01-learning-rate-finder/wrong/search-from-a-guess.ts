// task: best-lr
// caught-by: best-lr/ends
let smallest = 1000;
let minLossIdx = 0;
losses.forEach((loss, i) => {
  if (loss < smallest) {
    smallest = loss;
    minLossIdx = i;
  }
});
const bestLr = learningRates[minLossIdx];
