// task: add-noise
// caught-by: add-noise/level
x = tf.tensor2d(x).add(tf.randomNormal([x.length, 2], 0, noiseLevel)) as unknown as number[][];
