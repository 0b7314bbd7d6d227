// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = ((maxLr / minLr) ** (1 / steps)).toFixed(4) as unknown as number;
