// task: run-experiment
// caught-by: run-experiment/comparison
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps: 50, decaySteps: 100 }), 400);
const histories = await trainAndCompareSchedules(xTest, yTest, xTrain, yTrain);
visualizeResults(histories);
