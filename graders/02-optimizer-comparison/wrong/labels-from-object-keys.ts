// task: heatmaps
// caught-by: heatmaps/labels
const byNoise: Record<string, Record<string, number>> = {};
for (const { noiseLevel, learningRate, testAccuracy } of rows) {
  (byNoise[noiseLevel] ??= {})[learningRate] = testAccuracy;
}
const ascending = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const panel = heatmap({
  title: optimizer,
  x: learningRates,
  y: ascending,
  z: Object.values(byNoise).map((byRate) => learningRates.map((rate) => byRate[rate])),
  zmin: 0,
  zmax: 1,
});
