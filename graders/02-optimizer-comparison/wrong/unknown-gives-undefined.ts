// task: get-optimizer
// caught-by: get-optimizer/unknown
switch (name.toLowerCase()) {
  case 'sgd':
    return tf.train.momentum(learningRate, 0.9);
  case 'adam':
    return tf.train.adam(learningRate);
  case 'rmsprop':
    return tf.train.rmsprop(learningRate);
  default:
    return undefined as unknown as tf.Optimizer;
}
