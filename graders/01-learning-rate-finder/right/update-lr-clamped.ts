// task: update-lr
const newLr = Math.min(lr * this.lrFactor, this.maxLr);
