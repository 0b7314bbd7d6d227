// task: fit
// caught-by: fit/batches
await model.fit(x, y, { epochs: 1, batchSize, callbacks: [lrFinder, lrFinder] });
