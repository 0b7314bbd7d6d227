// task: best-lr
// cell-before:
declare global {
  interface Array<T> {
    argMin(): number;
  }
}
Array.prototype.argMin = function (this: number[]) {
  return this.indexOf(Math.min(...this));
};
// end-cell
const minLossIdx = losses.argMin();
const bestLr = learningRates[minLossIdx];
