// task: fit
// caught-by: fit/batches
await model.fit(x, y, { epochs: 1, batch_size: batchSize, callbacks: [lrFinder] });
