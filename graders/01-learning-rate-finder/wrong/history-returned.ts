// task: fit
// caught-by: fit/batches
return await model.fit(x, y, { epochs: 1, batchSize, callbacks: [lrFinder] });
