// task: sweep
// caught-by: sweep/rows
for (const noiseLevel of [0.1, 0.5, 1]) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
