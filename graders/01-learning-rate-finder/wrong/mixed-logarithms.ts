// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = 10 ** (Math.log(maxLr / minLr) / steps);
