// task: heatmaps
// caught-by: heatmaps/cells
const panel = { data: [{ type: 'scatter', y: rows.map((row) => row.testAccuracy) }] } as Panel;
