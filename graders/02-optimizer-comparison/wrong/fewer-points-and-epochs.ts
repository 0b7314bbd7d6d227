// task: sweep
// caught-by: sweep/data
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ nSamples: 100, noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel, { epochs: 2 });
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
