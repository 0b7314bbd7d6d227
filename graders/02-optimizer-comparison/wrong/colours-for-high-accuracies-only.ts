// task: heatmaps
// caught-by: heatmaps/one-scale
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const z = noiseLevels.map((noise) =>
  learningRates.map((rate) => rows.find((row) => row.noiseLevel === noise && row.learningRate === rate)!.testAccuracy),
);
const panel = heatmap({ title: optimizer, x: learningRates, y: noiseLevels, z, xTitle: 'Learning rate', yTitle: 'Noise level', zmin: 0.9, zmax: 1 });
