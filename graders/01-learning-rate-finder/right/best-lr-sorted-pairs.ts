// task: best-lr
const pairs = losses.map((loss, i) => ({ loss, i, rate: learningRates[i] }));
pairs.sort((a, b) => a.loss - b.loss);
const [{ i: minLossIdx, rate: bestLr }] = pairs;
