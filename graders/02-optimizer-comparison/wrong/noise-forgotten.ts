// task: add-noise
// caught-by: add-noise/labels
x = x.map((point) => [...point]);
