// task: lr-factor
// In powers of ten: how many decades lie between the two, and how many of them one step takes.

const decades = Math.log10(maxLr) - Math.log10(minLr);

const decadesPerStep = decades / steps; // e.g. 0.04
this.lrFactor = 10 ** decadesPerStep;
