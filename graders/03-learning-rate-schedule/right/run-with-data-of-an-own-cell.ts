// task: run-experiment
// cell-before:
const data = [xTrain, yTrain, xTest, yTest] as const;
// end-cell
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 100, decaySteps: 300 }), 1560);
const histories = await trainAndCompareSchedules(...data);
visualizeResults(histories);
