// task: run-experiment
// caught-by: run-experiment/plot
plotSchedule(new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 312, decayRate: 0.9 }), 1560);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(histories);
