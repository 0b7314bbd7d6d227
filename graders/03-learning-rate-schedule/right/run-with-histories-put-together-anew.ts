// task: run-experiment
const steps = 10 * Math.floor(xTrain.shape[0] / 32);
plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 156, decaySteps: 468 }), steps);
const results = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
const picked: Record<string, Record<string, number[]>> = {};
for (const name in results) picked[name] = { loss: results[name].loss, acc: [...results[name].acc] };
visualizeResults(picked);
