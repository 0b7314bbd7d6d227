// task: lr-factor
this.lrFactor = Math.pow(maxLr / minLr, 1 / steps);
