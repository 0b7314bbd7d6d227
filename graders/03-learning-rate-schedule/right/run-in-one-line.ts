// task: run-experiment
const schedule = new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 0, decaySteps: 300, alpha: 0.1 });
plotSchedule(schedule, 1000);
visualizeResults(await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest));
