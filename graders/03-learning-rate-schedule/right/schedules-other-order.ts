// task: schedules
const schedules: Record<string, LearningRateSchedule> = {
  'warm-up': new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 2 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch }),
  'exponential': new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }),
  'no warm-up': new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 0, decaySteps: 3 * stepsPerEpoch }),
};
