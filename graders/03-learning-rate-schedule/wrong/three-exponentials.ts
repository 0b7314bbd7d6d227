// task: schedules
// caught-by: schedules/three
const schedules: Record<string, LearningRateSchedule> = {
  exponential: new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }),
  first: new ExponentialDecay({ initialLearningRate: 0.002, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }),
  second: new ExponentialDecay({ initialLearningRate: 0.003, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }),
};
