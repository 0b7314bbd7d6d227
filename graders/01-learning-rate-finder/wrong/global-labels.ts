// task: fit
// caught-by: fit/batches
await model.fit(x, yTrain, { epochs: 1, batchSize, callbacks: [lrFinder] });
