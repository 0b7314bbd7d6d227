// task: heatmaps
// caught-by: heatmaps/cells
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const all = results.objects();
const z = noiseLevels.map((noise) =>
  learningRates.map((rate) => all.find((row) => row.noiseLevel === noise && row.learningRate === rate)!.testAccuracy),
);
const panel = heatmap({ title: optimizer, x: learningRates, y: noiseLevels, z, zmin: 0, zmax: 1 });
