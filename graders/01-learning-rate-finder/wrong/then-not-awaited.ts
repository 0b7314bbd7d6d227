// task: fit
// caught-by: fit/batches
model.fit(x, y, { epochs: 1, batchSize, callbacks: [lrFinder] }).then(() => {
  return { learningRates: lrFinder.learningRates, losses: lrFinder.losses };
});
