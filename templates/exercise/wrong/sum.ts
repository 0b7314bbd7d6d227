// task: mean
// caught-by: mean/three
return values.reduce((sum, value) => sum + value, 0);
