// task: run-experiment
// caught-by: run-experiment/comparison
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps: 50, decaySteps: 100 }), 400);
await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(histories);
