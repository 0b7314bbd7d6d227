// task: fit
// caught-by: fit/batches
await model.fit(x, tf.oneHot(y.toInt(), 10), { epochs: 1, batchSize, callbacks: [lrFinder] });
