// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = maxLr ** (1 / steps);
