// task: add-noise
const noisy = tf.tidy(() => tf.tensor2d(x).add(tf.randomNormal([x.length, 2]).mul(noiseLevel)).arraySync());
x = noisy as number[][];
