// task: run-experiment
plotSchedule(new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 312, decayRate: 0.9 }), 100);
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps: 50, decaySteps: 100 }), 400);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
console.log(Object.keys(histories));
visualizeResults(histories);
