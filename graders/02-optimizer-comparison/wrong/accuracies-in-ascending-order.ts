// task: heatmaps
// caught-by: heatmaps/cells
const sorted = [...rows].sort((a, b) => a.testAccuracy - b.testAccuracy);
const x = [...new Set(sorted.map((row) => row.learningRate))];
const y = [...new Set(sorted.map((row) => row.noiseLevel))];
const z = y.map((_, i) => x.map((__, j) => sorted[i * x.length + j].testAccuracy));
const panel = heatmap({ title: optimizer, x, y, z, zmin: 0, zmax: 1 });
