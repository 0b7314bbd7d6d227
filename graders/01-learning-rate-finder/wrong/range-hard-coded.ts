// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = (10 / 1e-7) ** (1 / steps);
