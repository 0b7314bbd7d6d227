// task: sweep
// caught-by: sweep/data
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel, { batchSize: 256 });
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
