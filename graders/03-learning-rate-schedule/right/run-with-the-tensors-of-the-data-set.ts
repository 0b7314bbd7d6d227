// task: run-experiment
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 100, decaySteps: 300 }), 1560);
const histories = await trainAndCompareSchedules(xTrain, yTrain, mnist.xTest, mnist.yTest);
visualizeResults(histories);
