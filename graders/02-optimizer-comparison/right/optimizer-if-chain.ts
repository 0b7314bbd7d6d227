// task: get-optimizer
const wanted = name.toUpperCase();
if (wanted === 'SGD') return tf.train.momentum(learningRate, 0.9);
if (wanted === 'ADAM') return tf.train.adam(learningRate);
if (wanted === 'RMSPROP') return tf.train.rmsprop(learningRate);
throw new Error(`Unknown optimizer: ${name}`);
