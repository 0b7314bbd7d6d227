// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = tf.pow(maxLr / minLr, 1 / steps) as unknown as number;
