// task: get-optimizer
// caught-by: get-optimizer/settings
switch (name.toLowerCase()) {
  case 'sgd':
    return tf.train.momentum(learningRate, 0.9);
  case 'adam':
    return tf.train.adamax(learningRate);
  case 'rmsprop':
    return tf.train.rmsprop(learningRate);
  default:
    throw new RangeError(`No optimizer ${name}`);
}
