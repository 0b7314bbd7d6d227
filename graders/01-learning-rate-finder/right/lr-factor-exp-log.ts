// task: lr-factor
this.lrFactor = Math.exp(Math.log(maxLr / minLr) / steps);
