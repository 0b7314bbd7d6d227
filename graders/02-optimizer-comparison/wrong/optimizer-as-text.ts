// task: get-optimizer
// caught-by: get-optimizer/steps
switch (name.toLowerCase()) {
  case 'sgd':
    return 'sgd' as unknown as tf.Optimizer;
  case 'adam':
    return 'adam' as unknown as tf.Optimizer;
  case 'rmsprop':
    return 'rmsprop' as unknown as tf.Optimizer;
  default:
    throw new RangeError(`No optimizer ${name}`);
}
