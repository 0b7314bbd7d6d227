// task: lr-factor
// caught-by: lr-factor/defaults
this.lrFactor = Number(((maxLr / minLr) ** (1 / steps)).toFixed(3));
