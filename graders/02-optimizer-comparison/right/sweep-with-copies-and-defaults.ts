// task: sweep
const dataOf = new Map(noiseLevels.map((noiseLevel) => [noiseLevel, generateNoisyData({ noiseLevel, nSamples: 1000 })]));
for (const [noiseLevel, { x, y }] of dataOf) {
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const points = x.map((point) => [...point]);
      const settings = { epochs: 100, batchSize: 32 };
      const { testAccuracy } = await trainAndEvaluate(points, [...y], optimizer, learningRate, noiseLevel, settings);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
