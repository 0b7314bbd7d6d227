// task: update-lr
// caught-by: update-lr/stops-on-nan
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

    // STUDENT TASK: Calculate the factor that, when multiplied `steps` times, goes from `minLr` to `maxLr`.
    this.lrFactor = (maxLr / minLr) ** (1 / steps);
  }

  onTrainBegin() {
    // Start with the smallest learning rate.
    setLearningRate(this.model.optimizer, this.minLr);
  }

  onBatchEnd(batch: number, logs: Logs = {}) {
    // Get the current learning rate and the loss of this batch.
    const lr = getLearningRate(this.model.optimizer);
    const loss = logs.loss;

    // Store the values.
    this.learningRates.push(lr);
    this.losses.push(loss);

    // Stop if the loss is not finite: training has broken.
    if (loss === Infinity) {
      console.log('Stopping - Loss is not finite!');
      this.model.stopTraining = true;
      return;
    }

    // Increase the learning rate for the next batch.
    // STUDENT TASK: Calculate the next learning rate from the current one, using `lrFactor`.
    const newLr = lr * this.lrFactor;
    setLearningRate(this.model.optimizer, newLr);
  }
}
