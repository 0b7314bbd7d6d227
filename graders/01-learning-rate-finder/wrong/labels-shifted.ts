// task: fit
// caught-by: fit/aligned
const shifted = tf.concat([y.slice([1]), y.slice([0], [1])]);
await model.fit(x, shifted, { epochs: 1, batchSize, callbacks: [lrFinder] });
