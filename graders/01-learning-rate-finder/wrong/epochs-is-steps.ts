// task: fit
// caught-by: fit/batches
await model.fit(x, y, { epochs: steps, batchSize, callbacks: [lrFinder] });
