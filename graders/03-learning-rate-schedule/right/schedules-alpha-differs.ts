// task: schedules
const schedules: Record<string, LearningRateSchedule> = {
  exponential: new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }),
  first: new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: stepsPerEpoch, decaySteps: 3 * stepsPerEpoch }),
  second: new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: stepsPerEpoch, decaySteps: 3 * stepsPerEpoch, alpha: 0.2 }),
};
