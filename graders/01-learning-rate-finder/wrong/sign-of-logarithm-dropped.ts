// task: lr-factor
// caught-by: lr-factor/three-steps
this.lrFactor = Math.exp((Math.log(maxLr) + Math.abs(Math.log(minLr))) / steps);
