// task: run-experiment
// caught-by: run-experiment/curves
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 100, decaySteps: 300 }), 1560);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(
  Object.fromEntries(
    Object.entries(histories).map(([name, { val_loss, val_acc }]) => [name, { loss: val_loss, acc: val_acc }]),
  ),
);
