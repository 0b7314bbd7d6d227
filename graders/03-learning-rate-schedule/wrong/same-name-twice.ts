// task: schedules
// caught-by: schedules/three
const schedules: Record<string, LearningRateSchedule> = { exponential: new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 2 * stepsPerEpoch, decayRate: 0.9 }) };
for (const schedule of [new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: stepsPerEpoch, decaySteps: 3 * stepsPerEpoch }), new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 2 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch })]) schedules.restart = schedule;
