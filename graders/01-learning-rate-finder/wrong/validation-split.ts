// task: fit
// caught-by: fit/batches
await model.fit(x, y, { epochs: 1, batchSize, validationSplit: 0.1, callbacks: [lrFinder] });
