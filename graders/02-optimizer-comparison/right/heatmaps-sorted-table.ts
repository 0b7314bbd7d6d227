// task: heatmaps
const sorted = results.orderby('noiseLevel', 'learningRate').objects().filter((row) => row.optimizer === optimizer);
const learningRates = [...new Set(sorted.map((row) => row.learningRate))];
const noiseLevels = [...new Set(sorted.map((row) => row.noiseLevel))];
const z = noiseLevels.map((_, i) =>
  sorted.slice(i * learningRates.length, (i + 1) * learningRates.length).map((row) => row.testAccuracy),
);
const panel = heatmap({ z, x: learningRates, y: noiseLevels, title: optimizer, zmin: 0, zmax: 1 });
