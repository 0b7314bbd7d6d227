// task: best-lr
const rateOf = new Map(losses.map((loss, i) => [loss, learningRates[i]]));
const bestLr = rateOf.get(Math.min(...rateOf.keys()))!;
const minLossIdx = learningRates.indexOf(bestLr);
