// task: schedules
// cell-before:
class SlowDecay extends LearningRateSchedule {
  constructor(readonly halfSteps: number) {
    super();
  }
  at(step: number) {
    return 0.001 * 0.9 ** (step / this.halfSteps);
  }
  getConfig() {
    return { halfSteps: this.halfSteps };
  }
}
// end-cell
const schedules: Record<string, LearningRateSchedule> = {
  exponential: new SlowDecay(2 * stepsPerEpoch),
  first: new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: stepsPerEpoch, decaySteps: 3 * stepsPerEpoch }),
  second: new WarmupCosineRestart({ initialLearningRate: 0.002, warmupSteps: 2 * stepsPerEpoch, decaySteps: 4 * stepsPerEpoch }),
};
