// task: get-optimizer
// caught-by: get-optimizer/steps
switch (name.toLowerCase()) {
  case 'sgd':
    return tf.train.momentum(0.01, 0.9);
  case 'adam':
    return tf.train.adam(0.001);
  case 'rmsprop':
    return tf.train.rmsprop(0.001);
  default:
    throw new RangeError(`No optimizer ${name}`);
}
