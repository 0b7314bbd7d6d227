// task: fit
// caught-by: fit/batches
await model.fit(x, y, { epochs: 2, batchSize, callbacks: [lrFinder] });
