// task: heatmaps
// caught-by: heatmaps/style
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const z = noiseLevels.map((noise) =>
  learningRates.map((rate) => rows.find((row) => row.noiseLevel === noise && row.learningRate === rate)!.testAccuracy),
);
const panel: Panel = {
  title: optimizer,
  data: [{ type: 'heatmap', x: learningRates, y: noiseLevels, z, zmin: 0, zmax: 1, text: noiseLevels.map((noise) => learningRates.map((rate) => `${noise}, ${rate}`)), texttemplate: '%{text}' }],
  xaxis: { type: 'category' },
  yaxis: { type: 'category' },
};
