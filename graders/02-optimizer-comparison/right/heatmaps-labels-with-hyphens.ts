// task: heatmaps
const unique = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
const xs = unique(rows.map((row) => row.learningRate));
const ys = unique(rows.map((row) => row.noiseLevel));
const panel = heatmap({
  x: xs.map((x) => `lr-${x}`),
  y: ys.map((y) => `noise-${y}`),
  z: ys.map((y) => xs.map((x) => rows.find((row) => row.noiseLevel === y && row.learningRate === x)!.testAccuracy)),
  zmin: 0,
  zmax: 1,
});
