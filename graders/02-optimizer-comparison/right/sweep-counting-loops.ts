// task: sweep
for (let i = 0; i < noiseLevels.length; i++) {
  const data = generateNoisyData({ noiseLevel: noiseLevels[i] });
  for (let j = 0; j < optimizers.length; j++) {
    for (let k = 0; k < learningRates.length; k++) {
      const accuracy = (await trainAndEvaluate(data.x, data.y, optimizers[j], learningRates[k], noiseLevels[i])).testAccuracy;
      results.push({
        noiseLevel: noiseLevels[i],
        optimizer: optimizers[j],
        learningRate: learningRates[k],
        testAccuracy: accuracy,
      });
    }
  }
}
