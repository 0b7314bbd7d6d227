// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = (maxLr / minLr) ** steps;
