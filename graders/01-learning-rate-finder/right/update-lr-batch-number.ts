// task: update-lr
const newLr = this.minLr * Math.pow(this.maxLr / this.minLr, (batch + 1) / this.steps);
