// task: sweep
// caught-by: sweep/defaults
// cell-before:
const allRows: ComparisonRow[] = [];
// end-cell
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      allRows.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
return table(allRows);
