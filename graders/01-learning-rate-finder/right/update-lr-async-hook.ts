// task: update-lr
// whole-cell: finder
class LearningRateFinder extends Callback {
  readonly minLr: number;
  readonly maxLr: number;
  readonly steps: number;
  readonly lrFactor: number;
  learningRates: number[] = [];
  losses: number[] = [];

  constructor({ minLr = 1e-7, maxLr = 10, steps = 200 } = {}) {
    super();
    this.minLr = minLr;
    this.maxLr = maxLr;
    this.steps = steps;
    this.lrFactor = (maxLr / minLr) ** (1 / steps);
  }

  async onTrainBegin() {
    this.learningRates = [];
    this.losses = [];
    setLearningRate(this.model.optimizer, this.minLr);
  }

  async onBatchEnd(_batch: number, { loss }: Logs = {}) {
    const { optimizer } = this.model;
    const rate = getLearningRate(optimizer);
    this.learningRates.push(rate);
    this.losses.push(loss);
    await null;
    if (Number.isFinite(loss)) {
      setLearningRate(optimizer, rate * this.lrFactor);
    } else {
      console.log('Stopping - Loss is not finite!');
      this.model.stopTraining = true;
    }
  }
}
