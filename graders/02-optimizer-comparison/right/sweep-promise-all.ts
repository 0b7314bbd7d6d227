// task: sweep
const trainings = noiseLevels.flatMap((noiseLevel) => {
  const { x, y } = generateNoisyData({ noiseLevel });
  return optimizers.flatMap((optimizer) =>
    learningRates.map(async (learningRate) => {
      const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      return { noiseLevel, optimizer, learningRate, testAccuracy };
    }),
  );
});
results.push(...(await Promise.all(trainings)));
