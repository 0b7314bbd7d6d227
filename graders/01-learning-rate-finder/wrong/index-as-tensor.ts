// task: best-lr
// caught-by: best-lr/rate
const minLossIdx = tf.argMin(losses) as unknown as number;
const bestLr = learningRates[minLossIdx];
