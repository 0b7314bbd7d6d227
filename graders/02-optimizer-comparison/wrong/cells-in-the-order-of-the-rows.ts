// task: heatmaps
// caught-by: heatmaps/cells
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const accuracies = rows.map((row) => row.testAccuracy);
const z = noiseLevels.map((_, i) => accuracies.slice(i * learningRates.length, (i + 1) * learningRates.length));
const panel = heatmap({ title: optimizer, x: learningRates, y: noiseLevels, z, zmin: 0, zmax: 1 });
