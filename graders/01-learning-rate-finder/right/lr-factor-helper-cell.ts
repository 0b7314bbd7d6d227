// task: lr-factor
// cell-before:
/** The n-th root of x. */
const nthRoot = (x: number, n: number) => Math.exp(Math.log(x) / n);
// end-cell
this.lrFactor = nthRoot(maxLr / minLr, steps);
