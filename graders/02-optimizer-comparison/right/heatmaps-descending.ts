// task: heatmaps
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => b - a);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => b - a);
const z = noiseLevels.map((noise) =>
  learningRates.map((rate) => rows.find((row) => row.noiseLevel === noise && row.learningRate === rate)!.testAccuracy),
);
const panel = heatmap({ title: optimizer, x: learningRates, y: noiseLevels, z, zmin: 0, zmax: 1 });
