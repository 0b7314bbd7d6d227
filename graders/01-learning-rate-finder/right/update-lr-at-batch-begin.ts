// task: update-lr
// whole-cell: finder
class LearningRateFinder extends Callback {
  readonly minLr: number;
  readonly maxLr: number;
  readonly steps: number;
  readonly lrFactor: number;
  readonly learningRates: number[] = [];
  readonly losses: number[] = [];

  constructor({ minLr = 1e-7, maxLr = 10, steps = 200 } = {}) {
    super();
    this.minLr = minLr;
    this.maxLr = maxLr;
    this.steps = steps;
    this.lrFactor = (maxLr / minLr) ** (1 / steps);
  }

  onBatchBegin(batch: number) {
    setLearningRate(this.model.optimizer, this.minLr * this.lrFactor ** batch);
  }

  onBatchEnd(batch: number, logs: Logs = {}) {
    this.learningRates.push(getLearningRate(this.model.optimizer));
    this.losses.push(logs.loss);
    if (!Number.isFinite(logs.loss)) {
      console.log(`Batch ${batch}: the loss is ${logs.loss}, no use to go on`);
      this.model.stopTraining = true;
    }
  }
}
