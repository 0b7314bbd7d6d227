// task: lr-factor
this.lrFactor = maxLr ** (1 / steps) / minLr ** (1 / steps);
