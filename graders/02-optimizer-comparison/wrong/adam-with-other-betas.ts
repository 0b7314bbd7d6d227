// task: get-optimizer
// caught-by: get-optimizer/settings
switch (name.toLowerCase()) {
  case 'sgd':
    return tf.train.momentum(learningRate, 0.9);
  case 'adam':
    return tf.train.adam(learningRate, 0.5, 0.9);
  case 'rmsprop':
    return tf.train.rmsprop(learningRate);
  default:
    throw new RangeError(`No optimizer ${name}`);
}
