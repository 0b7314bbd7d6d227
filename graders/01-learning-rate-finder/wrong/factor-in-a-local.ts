// task: lr-factor
// caught-by: lr-factor/four-steps
const lrFactor = (maxLr / minLr) ** (1 / steps);
