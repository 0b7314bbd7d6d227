// task: update-lr
// caught-by: update-lr/rates
this.lrFactor *= this.lrFactor;
const newLr = lr * this.lrFactor;
