// task: heatmaps
// caught-by: heatmaps/one-scale
// whole-cell: plot-results
function plotResults(results: Table<ComparisonRow>): void {
  for (const optimizer of ['SGD', 'Adam', 'RMSprop']) {
    const rows = results.objects().filter((row) => row.optimizer === optimizer);
    const noiseLevels = [...new Set(rows.map((row) => row.noiseLevel))].sort((a, b) => a - b);
    const learningRates = [...new Set(rows.map((row) => row.learningRate))].sort((a, b) => a - b);
    const z = noiseLevels.map((noise) =>
      learningRates.map((rate) => rows.find((row) => row.noiseLevel === noise && row.learningRate === rate)!.testAccuracy),
    );
    show(sideBySide([heatmap({ title: optimizer, x: learningRates, y: noiseLevels, z })]));
  }
}
