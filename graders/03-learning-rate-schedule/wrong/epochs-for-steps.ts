// task: schedules
// caught-by: schedules/in-epochs
const schedules: Record<string, LearningRateSchedule> = {
  exponential: new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }),
  short: new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 1, decaySteps: 3 }),
  long: new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 2, decaySteps: 4, alpha: 0.1 }),
};
