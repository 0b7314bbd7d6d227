// task: update-lr
const newLr = this.minLr * this.lrFactor ** this.losses.length;
