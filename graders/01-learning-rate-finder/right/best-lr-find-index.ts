// task: best-lr
const smallest = losses.reduce((a, b) => Math.min(a, b));
const minLossIdx = losses.findIndex((loss) => loss === smallest);
const bestLr = learningRates.at(minLossIdx)!;
