// task: update-lr
const logLr = Math.log(lr) + Math.log(this.lrFactor);
const newLr = Math.exp(logLr);
