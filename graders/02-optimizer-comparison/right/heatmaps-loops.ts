// task: heatmaps
const ys: number[] = [];
const xs: number[] = [];
for (const row of rows) {
  if (!ys.includes(row.noiseLevel)) ys.push(row.noiseLevel);
  if (!xs.includes(row.learningRate)) xs.push(row.learningRate);
}
ys.sort((a, b) => a - b);
xs.sort((a, b) => a - b);
const z: (number | null)[][] = [];
for (let i = 0; i < ys.length; i++) {
  z[i] = [];
  for (let j = 0; j < xs.length; j++) z[i][j] = null;
}
for (const row of rows) z[ys.indexOf(row.noiseLevel)][xs.indexOf(row.learningRate)] = row.testAccuracy;
const panel: Panel = heatmap({ z, x: xs, y: ys, title: optimizer, zmin: 0, zmax: 1 });
