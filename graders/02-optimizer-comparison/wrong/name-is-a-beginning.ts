// task: get-optimizer
// caught-by: get-optimizer/similar
const key = ['sgd', 'adam', 'rmsprop'].find((one) => name.length > 0 && one.startsWith(name.toLowerCase()));
if (key === 'sgd') return tf.train.momentum(learningRate, 0.9);
if (key === 'adam') return tf.train.adam(learningRate);
if (key === 'rmsprop') return tf.train.rmsprop(learningRate);
throw new Error(`No optimizer is called ${name}`);
