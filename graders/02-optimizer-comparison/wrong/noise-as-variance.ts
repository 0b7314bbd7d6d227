// task: add-noise
// caught-by: add-noise/weak
x = tf.tidy(() => tf.tensor2d(x).add(tf.randomNormal([x.length, 2], 0, Math.sqrt(noiseLevel))).arraySync() as number[][]);
