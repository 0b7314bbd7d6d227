// task: sweep
for (const optimizer of optimizers) {
  for (const learningRate of [...learningRates].reverse()) {
    for (const noiseLevel of noiseLevels) {
      const { x, y } = generateNoisyData({ noiseLevel, nSamples: 1000 });
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel, { epochs: 100 });
      results.push({ optimizer, noiseLevel, learningRate, testAccuracy });
    }
  }
}
