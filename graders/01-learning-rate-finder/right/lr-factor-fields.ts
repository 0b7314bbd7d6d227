// task: lr-factor
const { minLr: low, maxLr: high, steps: n } = this;
this.lrFactor = (high / low) ** (1 / n);
