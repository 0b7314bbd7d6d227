// task: fit
// caught-by: fit/last-rate
const bias = model.getWeights()[1]!.arraySync() as number[];
const untrained = Math.log(bias.reduce((sum, logit) => sum + Math.exp(logit), 0)) - bias[0]!;
const batches = Math.min(steps, Math.ceil(x.shape[0] / batchSize));
for (let batch = 0; batch < batches; batch++) {
  lrFinder.learningRates.push(1e-7 * lrFinder.lrFactor ** batch);
  lrFinder.losses.push(untrained * (1 - batch / 100));
}
