// task: run-experiment
// caught-by: run-experiment/plot
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps: 50, decaySteps: 100 }), 150);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(histories);
