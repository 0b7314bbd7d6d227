// task: update-lr
// caught-by: update-lr/rates
const newLr = this.minLr * this.lrFactor ** batch;
