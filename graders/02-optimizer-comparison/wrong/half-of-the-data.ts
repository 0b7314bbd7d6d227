// task: sweep
// caught-by: sweep/no-leak
for (const noiseLevel of noiseLevels) {
  const data = generateNoisyData({ noiseLevel });
  const half = data.x.length / 2;
  const [x, y] = [data.x.slice(0, half), data.y.slice(0, half)];
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
