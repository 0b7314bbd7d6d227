// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = (minLr / maxLr) ** (1 / steps);
