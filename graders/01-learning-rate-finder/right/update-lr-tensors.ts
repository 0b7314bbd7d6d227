// task: update-lr
const newLr = tf.scalar(lr).mul(this.lrFactor).dataSync()[0];
