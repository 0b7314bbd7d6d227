// task: heatmaps
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const z = noiseLevels.map((noise) =>
  learningRates.map((rate) => rows.find((row) => row.noiseLevel === noise && row.learningRate === rate)!.testAccuracy),
);
const panel = heatmap({
  title: optimizer.toUpperCase(),
  x: learningRates.map((rate) => rate.toExponential(2)),
  y: noiseLevels.map((noise) => noise.toFixed(2)),
  z,
  zmin: 0,
  zmax: 1,
});
