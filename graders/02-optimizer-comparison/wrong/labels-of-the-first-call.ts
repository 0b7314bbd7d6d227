// task: sweep
// caught-by: sweep/data
const { y } = generateNoisyData();
for (const noiseLevel of noiseLevels) {
  const { x } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
