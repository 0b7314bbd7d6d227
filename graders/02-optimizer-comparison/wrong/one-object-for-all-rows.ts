// task: sweep
// caught-by: sweep/rows
const row: ComparisonRow = { noiseLevel: 0, optimizer: '', learningRate: 0, testAccuracy: 0 };
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push(Object.assign(row, { noiseLevel, optimizer, learningRate, testAccuracy }));
    }
  }
}
