// task: sweep
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { history, testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      console.log(`${optimizer} at ${learningRate}: ${history.loss[99]!.toFixed(3)} after 100 epochs`);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    }
  }
}
