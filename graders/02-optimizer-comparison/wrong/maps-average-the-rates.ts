// task: heatmaps
// caught-by: heatmaps/cells
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
const z = noiseLevels.map((noise) =>
  learningRates.map(() => mean(rows.filter((row) => row.noiseLevel === noise).map((row) => row.testAccuracy))),
);
const panel = heatmap({ title: optimizer, x: learningRates, y: noiseLevels, z, zmin: 0, zmax: 1 });
