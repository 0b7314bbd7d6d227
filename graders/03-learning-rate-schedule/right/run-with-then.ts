// task: run-experiment
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps: 50, decaySteps: 100 }), 400);
await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest).then(visualizeResults);
