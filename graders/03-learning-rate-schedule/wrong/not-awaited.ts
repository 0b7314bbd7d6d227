// task: run-experiment
// caught-by: run-experiment/curves
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps: 50, decaySteps: 100 }), 400);
const histories = trainAndCompareSchedules(xTrain, yTrain, xTest, yTest) as unknown as Record<string, Record<string, number[]>>;
visualizeResults(histories);
