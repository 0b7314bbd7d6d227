// task: fit
// caught-by: fit/batches
for (let batch = 0; batch < Math.min(steps, Math.ceil(x.shape[0] / batchSize)); batch++) {
  lrFinder.learningRates.push(1e-7 * lrFinder.lrFactor ** batch);
  lrFinder.losses.push((model.evaluate(x, y) as tf.Scalar).dataSync()[0]);
}
