// task: fit
// caught-by: fit/batches
await model.fit(xTrain, yTrain, { epochs: 1, batchSize, callbacks: [lrFinder] });
