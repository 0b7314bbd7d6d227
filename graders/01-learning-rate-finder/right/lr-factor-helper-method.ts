// task: lr-factor
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
    this.lrFactor = this.#factor();
  }

  #factor() {
    return (this.maxLr / this.minLr) ** (1 / this.steps);
  }

  onTrainBegin() {
    setLearningRate(this.model.optimizer, this.minLr);
  }

  onBatchEnd(batch: number, logs: Logs = {}) {
    const lr = getLearningRate(this.model.optimizer);
    const loss = logs.loss;
    this.learningRates.push(lr);
    this.losses.push(loss);
    if (!Number.isFinite(loss)) {
      console.log('Stopping - Loss is not finite!');
      this.model.stopTraining = true;
      return;
    }
    setLearningRate(this.model.optimizer, lr * this.lrFactor);
  }
}
