// task: get-optimizer
// caught-by: get-optimizer/spelling
switch (name) {
  case 'SGD':
    return tf.train.momentum(learningRate, 0.9);
  case 'Adam':
    return tf.train.adam(learningRate);
  case 'RMSprop':
    return tf.train.rmsprop(learningRate);
  default:
    throw new RangeError(`No optimizer ${name}`);
}
