// task: update-lr
// caught-by: update-lr/rates
lr * this.lrFactor;
