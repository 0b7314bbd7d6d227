// task: run-experiment
const restart = new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 100, decaySteps: 300, alpha: 0.05 });
plotSchedule(restart, 10 * Math.floor(xTrain.shape[0] / 32));
const results = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(results);
visualizeResults(
  Object.fromEntries(Object.entries(results).map(([name, { val_loss, val_acc }]) => [name, { loss: val_loss, acc: val_acc }])),
);
