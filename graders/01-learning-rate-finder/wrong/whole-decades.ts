// task: lr-factor
// caught-by: lr-factor/defaults
const decades = Math.log10(maxLr / minLr);
this.lrFactor = 10 ** Math.floor(decades / steps);
