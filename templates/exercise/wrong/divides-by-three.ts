// task: mean
// caught-by: mean/single
return values.reduce((sum, value) => sum + value, 0) / 3;
