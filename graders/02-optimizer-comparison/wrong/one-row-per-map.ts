// task: heatmaps
// caught-by: heatmaps/cells
const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
const z = [learningRates.map((rate) => rows.find((row) => row.learningRate === rate)!.testAccuracy)];
const panel = heatmap({ title: optimizer, x: learningRates, y: noiseLevels.slice(0, 1), z, zmin: 0, zmax: 1 });
