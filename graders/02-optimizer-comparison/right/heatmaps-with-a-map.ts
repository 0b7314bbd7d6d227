// task: heatmaps
const cell = new Map(rows.map((row) => [`${row.noiseLevel} ${row.learningRate}`, row.testAccuracy]));
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))];
const learningRates = [...new Set(rows.map((row) => row.learningRate))];
const panel = heatmap({
  x: learningRates,
  y: noiseLevels,
  z: noiseLevels.map((noise) => learningRates.map((rate) => cell.get(`${noise} ${rate}`)!)),
  title: optimizer,
  zmin: 0.4,
  zmax: 1,
  format: '.3f',
});
