// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = Math.log(maxLr / minLr) / steps;
