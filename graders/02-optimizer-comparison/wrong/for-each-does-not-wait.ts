// task: sweep
// caught-by: sweep/rows
noiseLevels.forEach((noiseLevel) => {
  const { x, y } = generateNoisyData({ noiseLevel });
  optimizers.forEach((optimizer) => {
    learningRates.forEach(async (learningRate) => {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
    });
  });
});
