// task: get-optimizer
switch (name.toLowerCase()) {
  case 'sgd':
    return new tf.MomentumOptimizer(learningRate, 0.9);
  case 'adam':
    return new tf.AdamOptimizer(learningRate, 0.9, 0.999);
  case 'rmsprop':
    return new tf.RMSPropOptimizer(learningRate, 0.9);
}
throw new Error('unknown optimizer');
