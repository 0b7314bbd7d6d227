// task: run-experiment
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 100, decaySteps: 300 }), 1560);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults({ ...histories });
for (const name of Object.keys(histories)) console.log(name, histories[name]!.val_acc![9]!.toFixed(3));
console.log(histories['exponential decay'].acc[9].toFixed(3));
