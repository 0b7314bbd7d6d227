// task: heatmaps
// caught-by: heatmaps/style
const unique = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
const xs = unique(rows.map((row) => row.learningRate));
const ys = unique(rows.map((row) => row.noiseLevel));
const z = ys.map((y) => xs.map((x) => rows.find((row) => row.noiseLevel === y && row.learningRate === x)!.testAccuracy));
const panel = heatmap({ title: 'SGD', x: xs, y: ys, z, xTitle: 'Learning rate', yTitle: 'Noise level', zmin: 0, zmax: 1 });
