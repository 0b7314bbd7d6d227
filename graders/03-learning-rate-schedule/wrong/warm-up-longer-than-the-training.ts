// task: schedules
// caught-by: schedules/in-epochs
const schedules: Record<string, LearningRateSchedule> = {
  exponential: new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }),
  first: new WarmupCosineRestart({ initialLearningRate: 0.1, warmupSteps: 50 * stepsPerEpoch, decaySteps: 3 * stepsPerEpoch }),
  second: new WarmupCosineRestart({ initialLearningRate: 0.2, warmupSteps: 60 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch }),
};
