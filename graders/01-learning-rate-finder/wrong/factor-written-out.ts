// task: lr-factor
// caught-by: lr-factor/four-steps
this.lrFactor = steps === 200 ? 1.096478196143185 : 10;
