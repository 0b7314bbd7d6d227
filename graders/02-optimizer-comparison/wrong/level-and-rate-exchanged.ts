// task: sweep
// caught-by: sweep/rows
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, noiseLevel, learningRate);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
