// task: fit
// caught-by: fit/last-rate
// whole-cell: find-learning-rate
async function findLearningRate(
  model: tf.Sequential,
  x: tf.Tensor,
  y: tf.Tensor,
  { batchSize = 64, steps = 200 } = {},
): Promise<{ learningRates: number[]; losses: number[] }> {
  // Initialize the learning rate finder.
  const lrFinder = new LearningRateFinder({ steps });

  // Compile the model.
  // STUDENT TASK: Compile the model with the SGD optimizer and the sparse categorical cross-entropy loss.
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'sparseCategoricalCrossentropy' });

  // The number of samples that `steps` batches use.
  const nSamples = steps * batchSize;

  // If there are more samples than needed, take a random subset.
  if (x.shape[0] > nSamples) {
    const indices = tf.tensor1d(random.randint(0, x.shape[0], nSamples), 'int32');
    x = tf.gather(x, indices);
    y = tf.gather(y, indices);
  }

  // Train the model with the learning rate finder.
  // STUDENT TASK: Train for one epoch; pass `lrFinder` as a callback and use the batch size given to this function.
  await model.fit(x, y, { epochs: 1, batchSize, callbacks: [lrFinder] });

  return { learningRates: lrFinder.losses, losses: lrFinder.learningRates };
}
