// task: get-optimizer
// caught-by: get-optimizer/steps
switch (name.toLowerCase()) {
  case 'sgd':
    return tf.train.momentum(learningRate, 0.9);
  case 'adam':
    return tf.train.adam(learningRate);
  case 'rmsprop':
    return tf.train.rmsprop(learningRate, 0.9, 0.9);
  default:
    throw new RangeError(`No optimizer ${name}`);
}
