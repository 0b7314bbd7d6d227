// task: fit
await model.fit(x, y, { batchSize, callbacks: [lrFinder] });
