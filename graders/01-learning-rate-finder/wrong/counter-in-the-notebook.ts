// task: update-lr
// caught-by: update-lr/two-finders
// cell-before:
let batchesSeen = 0;
// end-cell
batchesSeen += 1;
const newLr = this.minLr * this.lrFactor ** batchesSeen;
