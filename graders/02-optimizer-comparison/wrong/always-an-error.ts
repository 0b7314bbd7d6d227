// task: get-optimizer
// caught-by: get-optimizer/unknown
throw new RangeError(`No optimizer ${name}`);
