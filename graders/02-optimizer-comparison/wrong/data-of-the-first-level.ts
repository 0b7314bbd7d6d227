// task: sweep
// caught-by: sweep/data
const { x, y } = generateNoisyData({ noiseLevel: noiseLevels[0] });
for (const noiseLevel of noiseLevels) {
  
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
