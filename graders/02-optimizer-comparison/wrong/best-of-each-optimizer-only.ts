// task: sweep
// caught-by: sweep/rows
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      const best = results.find((row) => row.optimizer === optimizer && row.noiseLevel === noiseLevel);
      if (!best) results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
      else if (testAccuracy > best.testAccuracy) Object.assign(best, { learningRate, testAccuracy });
    }
  }
}
