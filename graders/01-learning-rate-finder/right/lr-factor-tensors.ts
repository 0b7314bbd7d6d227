// task: lr-factor
// A tensor holds 32-bit numbers: seven digits.
this.lrFactor = tf.scalar(maxLr / minLr).pow(1 / steps).dataSync()[0];
