// task: run-experiment
async function run() {
  for (const warmupSteps of [0, 100]) {
    plotSchedule(new WarmupCosineRestart({ initialLearningRate: 0.01, warmupSteps, decaySteps: 200 }), 900);
  }
  const results = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
  visualizeResults(results);
  return results;
}
const results = await run();
