// task: run-experiment
// caught-by: run-experiment/curves
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps: 50, decaySteps: 100 }), 400);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(Object.fromEntries(Object.entries(histories).map(([name, history]) => [name, { loss: history.loss }])));
