// task: sweep
for (const noiseLevel of noiseLevels) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of optimizers) {
    for (const learningRate of learningRates) {
      const started = Date.now();
      const { history, testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      const row = { noiseLevel, optimizer, learningRate, testAccuracy, loss: history.loss.at(-1), ms: Date.now() - started };
      results.push(row);
    }
  }
}
