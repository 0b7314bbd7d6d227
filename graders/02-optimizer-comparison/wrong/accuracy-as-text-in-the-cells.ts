// task: heatmaps
// caught-by: heatmaps/cells
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const z = noiseLevels.map((noise) =>
  learningRates.map((rate) => rows.find((row) => row.noiseLevel === noise && row.learningRate === rate)!.testAccuracy.toFixed(2) as unknown as number),
);
const panel = heatmap({ title: optimizer, x: learningRates, y: noiseLevels, z, zmin: 0, zmax: 1 });
