// task: schedules
// caught-by: schedules/exponential
const schedules: Record<string, LearningRateSchedule> = {
  exponential: new WarmupCosineRestart({ initialLearningRate: 0.005, warmupSteps: 2 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch }),
  first: new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: stepsPerEpoch, decaySteps: 3 * stepsPerEpoch }),
  second: new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 2 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch }),
};
