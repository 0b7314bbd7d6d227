// task: get-optimizer
// caught-by: get-optimizer/new
// cell-before:
const made = new Map<string, tf.Optimizer>();
// end-cell
const key = `${name.toLowerCase()} ${learningRate}`;
const known = made.get(key);
if (known) return known;
switch (name.toLowerCase()) {
  case 'sgd':
    return remember(tf.train.momentum(learningRate, 0.9));
  case 'adam':
    return remember(tf.train.adam(learningRate));
  case 'rmsprop':
    return remember(tf.train.rmsprop(learningRate));
  default:
    throw new RangeError(`No optimizer ${name}`);
}
function remember(optimizer: tf.Optimizer): tf.Optimizer {
  made.set(key, optimizer);
  return optimizer;
}
