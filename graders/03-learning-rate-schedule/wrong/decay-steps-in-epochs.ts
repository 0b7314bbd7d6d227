// task: schedules
// caught-by: schedules/exponential
const schedules: Record<string, LearningRateSchedule> = {
  exponential: new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 2 * epochs, decayRate: 0.9 }),
  first: new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: stepsPerEpoch, decaySteps: 3 * stepsPerEpoch }),
  second: new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 2 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch }),
};
