// task: sweep
// caught-by: sweep/rows
for (const [i, optimizer] of optimizers.entries()) {
  const noiseLevel = noiseLevels[i % noiseLevels.length];
  const learningRate = learningRates[i % learningRates.length];
  const { x, y } = generateNoisyData({ noiseLevel });
  const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
  results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
}
