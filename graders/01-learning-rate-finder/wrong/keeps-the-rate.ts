// task: update-lr
// caught-by: update-lr/rates
const newLr = lr;
