// task: sweep
// caught-by: sweep/rows
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const result = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy: result as unknown as number });
    }
  }
}
