// task: get-optimizer
// caught-by: get-optimizer/similar
const lower = name.toLowerCase();
if (lower.includes('sgd')) return tf.train.momentum(learningRate, 0.9);
if (lower.includes('rmsprop')) return tf.train.rmsprop(learningRate);
if (lower.includes('adam')) return tf.train.adam(learningRate);
throw new Error('unknown');
