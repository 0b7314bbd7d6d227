// task: fit
const samples = tf.data.zip({
  xs: tf.data.array(tf.unstack(x)),
  ys: tf.data.array(tf.unstack(y)),
}) as tf.data.Dataset<{ xs: tf.Tensor; ys: tf.Tensor }>;
await model.fitDataset(samples.batch(batchSize), { epochs: 1, callbacks: [lrFinder] });
