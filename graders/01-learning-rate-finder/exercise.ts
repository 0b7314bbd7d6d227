// %% [markdown] id="title"
// # Exercise 1: Implementing a Learning Rate Finder
// <!-- @q -->
//
// How large should the learning rate be? A **learning rate finder** answers with one short experiment: it trains the
// model for a few hundred batches, multiplies the learning rate by the same factor after each of them, so that it grows
// exponentially, and writes down the loss. While the rate is too small, hardly anything happens; then the loss falls; at
// last the steps become so large that training breaks.
//
// In this exercise you write such a finder, run it on images of clothes, and read a learning rate off its curve.
//
// Fill in the places marked `TODO`: replace the line with `todo(…)`, and keep the names that it declares, since the lines
// below use them. Then run the cell, and the cell with `check(…)` after it: it tells you what is right and what is not
// yet. You can fill and check one task before the next.

// %% [markdown] id="setup-text"
// ## Setup and Imports
//
// Fashion-MNIST has 60,000 grey pictures of clothes, of 28 × 28 pixels each. The model looks at one and gives a
// probability for each of ten kinds of clothing. It comes out of `createModel` neither compiled nor trained.

// %% id="setup"
// @SHOW
import * as tf from '@tensorflow/tfjs';
import {
  Callback,
  exercise,
  getLearningRate,
  loadFashionMnist,
  random,
  setLearningRate,
  show,
  suggestLearningRate,
  todo,
  useBackend,
  useCompiledTraining,
  type Logs,
} from 'gradlab';

const { check } = exercise('01-learning-rate-finder');
await useBackend();
useCompiledTraining(); // The network trains some five times as fast, with the same results.

// Load Fashion-MNIST: pixels are already scaled to [0, 1], labels are the numbers 0 to 9.
const { xTrain, yTrain } = await loadFashionMnist();

// Create a simple model.
function createModel(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28] }),
      tf.layers.dense({ units: 128, activation: 'relu' }),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
}

// %% [markdown] id="part-1"
// ## Part 1: Learning Rate Finder Callback
//
// A callback is an object whose methods are called while a model trains. Ours sets the smallest learning rate when
// training begins (`onTrainBegin`), and after every batch (`onBatchEnd`) records the rate and the loss and raises the
// rate. There, `logs.loss` is the loss of this one batch, a number, and `this.model` is the model that is being trained.
//
// Two things are left for you:
//
// 1. `this.lrFactor`: the factor that leads from `minLr` to `maxLr` when you multiply by it `steps` times. The rate
//    should grow by this factor from each batch to the next, not by a fixed amount.
// 2. `newLr`: the learning rate of the next batch. The line after it hands it to the optimizer with `setLearningRate`
//    (to set `optimizer.learningRate` does nothing for SGD in TensorFlow.js).

// %% id="finder"
class LearningRateFinder extends Callback {
  readonly minLr: number;
  readonly maxLr: number;
  readonly steps: number;
  readonly lrFactor: number;
  readonly learningRates: number[] = [];
  readonly losses: number[] = [];

  constructor({ minLr = 1e-7, maxLr = 10, steps = 200 } = {}) {
    super();
    if (!(minLr > 0 && minLr < maxLr && maxLr < Infinity)) {
      throw new RangeError(
        `Cannot search as 0 < minLr < maxLr must hold: current values are ${minLr} and ${maxLr}`,
      );
    }
    if (!Number.isInteger(steps) || steps < 1) {
      throw new RangeError(`Cannot search as steps must be a whole number >= 1: current value is ${steps}`);
    }
    this.minLr = minLr;
    this.maxLr = maxLr;
    this.steps = steps;

    // STUDENT TASK: Calculate the factor that, when multiplied `steps` times,
    // goes from `minLr` to `maxLr`.
    // @FILL begin lr-factor
    this.lrFactor = (maxLr / minLr) ** (1 / steps);
    // @FILL stub
    // this.lrFactor = todo('lr-factor');
    // @FILL end
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
    if (!Number.isFinite(loss)) {
      console.log('Stopping - Loss is not finite!');
      this.model.stopTraining = true;
      return;
    }

    // Increase the learning rate for the next batch.
    // STUDENT TASK: Calculate the next learning rate from the current one, using `lrFactor`.
    // @FILL begin update-lr
    const newLr = lr * this.lrFactor;
    // @FILL stub
    // const newLr: number = todo('update-lr');
    // @FILL end
    setLearningRate(this.model.optimizer, newLr);
  }
}

// %% id="check-finder"
// @SHOW
await check('lr-factor');
await check('update-lr');

// %% [markdown] id="part-2"
// ## Part 2: Finding the Learning Rate
//
// Now a function that trains a model with the callback for `steps` batches and returns what it has recorded. Fill in
// the lines that compile and train the model.
//
// - [`model.compile`](https://js.tensorflow.org/api/latest/#tf.LayersModel.compile) takes an object with `optimizer`
//   and `loss`. The optimizer comes from a function of
//   [`tf.train`](https://js.tensorflow.org/api/latest/#Training-Optimizers), which wants a learning rate: any will do
//   here, as the finder sets it. The labels are class numbers, not one-hot vectors: the loss for that is
//   `'sparseCategoricalCrossentropy'`.
// - [`model.fit`](https://js.tensorflow.org/api/latest/#tf.LayersModel.fit) takes the data, the labels and an object
//   with `batchSize`, `epochs`, `callbacks`. It returns a promise: `await` it, or the function returns before
//   anything is trained.
//
// One epoch over `steps · batchSize` samples is `steps` batches: so the given lines between the two draw that many
// samples, if there are more. They draw with replacement, so that a sample may come twice.

// %% id="find-learning-rate"
async function findLearningRate(
  model: tf.Sequential,
  x: tf.Tensor,
  y: tf.Tensor,
  { batchSize = 64, steps = 200 } = {},
): Promise<{ learningRates: number[]; losses: number[] }> {
  // Initialize the learning rate finder.
  const lrFinder = new LearningRateFinder({ steps });

  // Compile the model.
  // STUDENT TASK: Compile the model with the SGD optimizer
  // and the sparse categorical cross-entropy loss.
  // @FILL begin compile
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'sparseCategoricalCrossentropy' });
  // @FILL stub
  // todo('compile');
  // @FILL end

  // The number of samples that `steps` batches use.
  const nSamples = steps * batchSize;

  // If there are more samples than needed, take a random subset.
  if (x.shape[0] > nSamples) {
    const indices = tf.tensor1d(random.randint(0, x.shape[0], nSamples), 'int32');
    x = tf.gather(x, indices);
    y = tf.gather(y, indices);
  }

  // Train the model with the learning rate finder.
  // STUDENT TASK: Train for one epoch; pass `lrFinder` as a callback
  // and use the batch size given to this function.
  // @FILL begin fit
  await model.fit(x, y, { epochs: 1, batchSize, callbacks: [lrFinder] });
  // @FILL stub
  // todo('fit');
  // @FILL end

  return { learningRates: lrFinder.learningRates, losses: lrFinder.losses };
}

// %% id="check-find-learning-rate"
// @SHOW
await check('compile');
await check('fit');

// %% [markdown] id="part-3"
// ## Part 3: Visualizing and Analyzing Results
//
// Finally, a function that draws the curve, with the learning rate on a logarithmic axis, and marks the learning rate
// with the smallest loss. It returns this learning rate.
//
// The first lines leave out the losses that are not finite, and their learning rates. So `losses[i]` still belongs to
// `learningRates[i]`.

// %% id="plot-learning-rate"
function plotLearningRate(learningRates: number[], losses: number[]): number {
  // Leave out the points whose loss is infinite or not a number.
  const isValid = losses.map((loss) => Number.isFinite(loss));
  learningRates = learningRates.filter((_, i) => isValid[i]);
  losses = losses.filter((_, i) => isValid[i]);

  // STUDENT TASK: Find the smallest loss: its index in `losses` goes to `minLossIdx`,
  // its learning rate to `bestLr`.
  // @FILL begin best-lr
  const minLossIdx = losses.indexOf(Math.min(...losses));
  const bestLr = learningRates[minLossIdx];
  // @FILL stub
  // const minLossIdx: number = todo('best-lr');
  // const bestLr: number = todo('best-lr');
  // @FILL end

  show({
    data: [
      { type: 'scatter', mode: 'lines', name: 'Loss', x: learningRates, y: losses },
      // A dot at the minimum loss.
      {
        type: 'scatter',
        mode: 'markers',
        name: 'Minimum',
        x: [bestLr],
        y: [losses[minLossIdx]],
        marker: { color: 'red', size: 10 },
      },
    ],
    layout: {
      title: { text: 'Loss vs. Learning Rate' },
      xaxis: { type: 'log', title: { text: 'Learning Rate' } },
      yaxis: { title: { text: 'Loss' } },
      showlegend: false,
      // On a logarithmic axis, Plotly wants the place of an annotation as a power of ten.
      annotations: [
        {
          text: `Best LR: ${bestLr.toExponential(2)}`,
          x: Math.log10(bestLr),
          y: losses[minLossIdx],
          showarrow: true,
          ax: 60,
          ay: -60,
        },
      ],
    },
  });

  return bestLr;
}

// %% id="check-plot-learning-rate"
// @SHOW
await check('best-lr');

// %% [markdown] id="run-text"
// ## Now let's run everything!
//
// All checks pass? Then find a learning rate for the model on 200 batches of Fashion-MNIST. It takes a few seconds. Run
// the cell more than once: samples and first weights are drawn anew, so how much does the result differ?

// %% id="run" tags=["experiment"]
// @SHOW
const model = createModel();
const { learningRates, losses } = await findLearningRate(model, xTrain, yTrain);
console.log(`lr ${learningRates.length} loss ${losses.length}`);
const bestLr = plotLearningRate(learningRates, losses);
console.log(`\nRecommended learning rate: ${bestLr.toExponential(2)}`);

// %% [markdown] id="reading-the-curve"
// ## Reading the curve
//
// - The minimum is the **last** rate before training breaks, read from the losses of single, noisy batches. Take it as
//   an upper limit, and start training three to ten times lower.
// - The sweep has spoiled this model's weights: create a new one to train.
// - With fewer than `steps · batchSize` samples, the epoch ends before the rate has reached `maxLr`.
//
// Others read the same curve differently, after smoothing it: *valley* takes the rate half way down the long descent,
// *minimum* takes a tenth of the rate at the bottom. Find the two rates on your curve: is the loss falling there?

// %% id="suggestions" tags=["experiment"]
// @SHOW
const valley = suggestLearningRate(learningRates, losses);
const tenthOfMinimum = suggestLearningRate(learningRates, losses, { rule: 'minimum' });
console.log(`valley ${valley.toExponential(2)}, minimum / 10 ${tenthOfMinimum.toExponential(2)}`);
