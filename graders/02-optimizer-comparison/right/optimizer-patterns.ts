// task: get-optimizer
if (/^sgd$/i.test(name)) return tf.train.momentum(learningRate, 0.9);
if (/^adam$/i.test(name)) return tf.train.adam(learningRate);
if (/^rmsprop$/i.test(name)) return tf.train.rmsprop(learningRate);
throw `No optimizer called ${name}`;
