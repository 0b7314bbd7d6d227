// task: sweep
const combinations = noiseLevels.flatMap((noiseLevel) =>
  optimizers.flatMap((optimizer) => learningRates.map((learningRate) => ({ noiseLevel, optimizer, learningRate }))),
);
const data = new Map(noiseLevels.map((noiseLevel) => [noiseLevel, generateNoisyData({ noiseLevel })]));
for (const { noiseLevel, optimizer, learningRate } of combinations) {
  const { x, y } = data.get(noiseLevel)!;
  const result = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
  results.push({ noiseLevel, optimizer, learningRate, testAccuracy: result.testAccuracy });
}
