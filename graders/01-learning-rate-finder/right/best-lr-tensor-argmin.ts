// task: best-lr
const minLossIdx = tf.tidy(() => tf.argMin(tf.tensor1d(losses)).dataSync()[0]);
const bestLr = learningRates[minLossIdx];
