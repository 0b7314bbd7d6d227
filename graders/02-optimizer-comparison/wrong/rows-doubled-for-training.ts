// task: sweep
// caught-by: sweep/no-leak
for (const noiseLevel of noiseLevels) {
  const data = generateNoisyData({ noiseLevel });
  const [x, y] = [data.x.concat(data.x), data.y.concat(data.y)];
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
