// task: heatmaps
// caught-by: heatmaps/style
const panel = heatmap({ title: optimizer, x: [1], y: [1], z: [[1]], zmin: 0, zmax: 1 });
