// task: get-optimizer
// caught-by: get-optimizer/steps
switch (name.toLowerCase()) {
  case 'sgd':
    return tf.train.momentum(learningRate, 0.9, true);
  case 'adam':
    return tf.train.adam(learningRate);
  case 'rmsprop':
    return tf.train.rmsprop(learningRate);
  default:
    throw new RangeError(`No optimizer ${name}`);
}
