// task: sweep
// caught-by: sweep/rows
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const testAccuracy = trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel).then((r) => r.testAccuracy);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy: testAccuracy as unknown as number });
    }
  }
}
