// task: get-optimizer
// caught-by: get-optimizer/similar
const lower = name.toLowerCase();
if (lower.startsWith('s')) return tf.train.momentum(learningRate, 0.9);
if (lower === 'rmsprop') return tf.train.rmsprop(learningRate);
if (lower === 'adam') return tf.train.adam(learningRate);
throw new Error('unknown');
