// task: fit
// caught-by: fit/batches
model.fit(x, y, { epochs: 1, batchSize, callbacks: [lrFinder] });
