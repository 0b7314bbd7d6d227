// %% [markdown] id="title"
// # Exercise 3: Custom Learning Rate Schedule
// <!-- @q -->
//
// A good learning rate at the start of training is rarely a good one at its end. A **learning rate schedule** says which
// rate to use at each step. In this exercise you write one that combines three ideas: a **warm-up**, in which the rate
// grows from zero, so that the first steps with untrained weights do no harm; **cosine decay**, which lowers it smoothly;
// and **restarts**, which set it back to the top again and again.
//
// Then you let three schedules train a small convolutional network to read handwritten digits, and compare the curves.
//
// Fill in the places marked `TODO`: replace the line with `todo(…)`, and keep the names that it declares, since the lines
// below use them. Then run the cell, and the cell with `check(…)` after it: it tells you what is right and what is not
// yet. You can fill and check one task before the next.

// %% [markdown] id="setup-text"
// ## Setup and Imports
//
// MNIST has 60,000 pictures of handwritten digits for training and 10,000 for testing, of 28 × 28 pixels each. To keep
// the experiment short we train on 5000 of them, drawn at random.

// %% id="setup"
// @SHOW
import * as tf from '@tensorflow/tfjs';
import {
  checkPositive,
  checkRange,
  checkStep,
  curves,
  disposeModel,
  exercise,
  ExponentialDecay,
  LearningRateSchedule,
  LearningRateScheduler,
  loadMnist,
  random,
  setSeed,
  show,
  sideBySide,
  todo,
  TrainingProgress,
  useBackend,
  useCompiledTraining,
} from 'gradlab';

const { check } = exercise('03-learning-rate-schedule');
await useBackend();
useCompiledTraining(); // The network trains two to three times as fast, with the same results.
setSeed(42);

// Load MNIST: pixels of both sets are already scaled to [0, 1].
const mnist = await loadMnist();
const { xTest, yTest } = mnist;

// Take 5000 training samples.
const nSamples = 5000;
const indices = tf.tensor1d(random.permutation(mnist.xTrain.shape[0]).slice(0, nSamples), 'int32');
const xTrain = tf.gather(mnist.xTrain, indices);
const yTrain = tf.gather(mnist.yTrain, indices);

// %% [markdown] id="part-1"
// ## Part 1: Custom Learning Rate Schedule Implementation
//
// A schedule is an object with a method `at(step)` that gives the learning rate of a step. Steps are batches, counted from
// 0 over all epochs. Ours has two phases:
//
// 1. **Warm-up**, while `step < warmupSteps`. `warmupLr` grows linearly with the step, from 0 at step 0; it would reach
//    `initialLearningRate` at step `warmupSteps`.
// 2. **Cosine decay with restarts**, from step `warmupSteps` on, in cycles of `decaySteps` steps. With $p$ the progress in
//    the current cycle, 0 at its first step and growing by `1 / decaySteps` with each step,
//
//    $$\text{cosineDecay} = \alpha + (1 - \alpha) \cdot \tfrac{1}{2}\,(1 + \cos \pi p)$$
//
//    falls from 1 towards `alpha`. At the start of each cycle it is 1 again. The rate is `initialLearningRate` times this.
//
// `alpha` is the share of the initial rate that is left at the bottom; 0 lets the rate fall to zero. The warm-up comes
// once, before the first cycle, and `warmupSteps` may be 0: then `warmupLr` is never returned, so it does not matter that
// 0 / 0 is no number.

// %% id="schedule"
interface WarmupCosineRestartConfig {
  initialLearningRate: number;
  warmupSteps: number;
  decaySteps: number;
  alpha?: number;
}

/** Learning rate schedule with a linear warm-up, then cosine decay, which restarts at the initial rate after every
 * `decaySteps` steps. */
class WarmupCosineRestart extends LearningRateSchedule {
  readonly initialLearningRate: number;
  readonly warmupSteps: number;
  readonly decaySteps: number;
  /** Smallest learning rate, as a share of the initial one. */
  readonly alpha: number;

  constructor({ initialLearningRate, warmupSteps, decaySteps, alpha = 0 }: WarmupCosineRestartConfig) {
    super();
    checkPositive('initialLearningRate', initialLearningRate);
    checkRange('warmupSteps', warmupSteps, 0);
    checkPositive('decaySteps', decaySteps);
    checkRange('alpha', alpha, 0, 1);
    this.initialLearningRate = initialLearningRate;
    this.warmupSteps = warmupSteps;
    this.decaySteps = decaySteps;
    this.alpha = alpha;
  }

  at(step: number): number {
    checkStep(step);

    // STUDENT TASK 1: Implement the warm-up.
    // During warm-up the rate grows linearly from 0 to `this.initialLearningRate`.
    // @FILL begin warmup
    const warmupLr = (this.initialLearningRate * step) / this.warmupSteps;
    // @FILL stub
    // const warmupLr: number = todo('warmup');
    // @FILL end
    if (step < this.warmupSteps) return warmupLr;

    // STUDENT TASK 2: Implement cosine decay with restarts.
    // Calculate the progress within the current cycle, and from it `cosineDecay`, which falls from 1 towards `this.alpha`.
    // @FILL begin cosine-restart
    const cosineDecay =
      this.alpha +
      (1 - this.alpha) *
        0.5 *
        (1 + Math.cos((Math.PI * ((step - this.warmupSteps) % this.decaySteps)) / this.decaySteps));
    // @FILL stub
    // const cosineDecay: number = todo('cosine-restart');
    // @FILL end
    return this.initialLearningRate * cosineDecay;
  }

  getConfig() {
    return {
      initialLearningRate: this.initialLearningRate,
      warmupSteps: this.warmupSteps,
      decaySteps: this.decaySteps,
      alpha: this.alpha,
    };
  }
}

// %% id="check-schedule"
// @SHOW
await check('warmup');
await check('cosine-restart');

// %% [markdown] id="part-2"
// ## Part 2: Training Loop and Visualization
//
// The network is given, and so are two functions that draw schedules.

// %% id="model"
// @SHOW
/** Creates a simple convolutional network. */
function createModel(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 64, activation: 'relu' }),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
}

// %% id="plot-schedule"
// @SHOW
/** The learning rates of the steps 0 … steps − 1. */
function ratesOf(schedule: LearningRateSchedule, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => schedule.at(step));
}

/** Plots a learning rate schedule. */
function plotSchedule(schedule: LearningRateSchedule, steps: number): void {
  plotSchedules({ 'learning rate': schedule }, steps);
}

/** Plots several learning rate schedules, by name. */
function plotSchedules(schedules: Record<string, LearningRateSchedule>, steps: number): void {
  const rates = Object.entries(schedules).map(([name, schedule]) => [name, ratesOf(schedule, steps)]);
  const panel = curves(Object.fromEntries(rates), {
    title: 'Learning Rate Schedule',
    xTitle: 'Step',
    yTitle: 'Learning Rate',
    start: 0,
  });
  show(sideBySide([panel]));
}

// %% [markdown] id="train-text"
// Now the comparison. Two things are left for you:
//
// 1. `schedules`: three different schedules, by name.
//    - An exponential decay. `new ExponentialDecay({ initialLearningRate, decaySteps, decayRate })` gives
//      `initialLearningRate · decayRate ^ (step / decaySteps)`: start at 0.001 and let the rate fall by a factor of 0.9
//      every two epochs.
//    - Two of your `WarmupCosineRestart`, with different parameters.
//
//    They count steps, that is batches: write epochs as multiples of `stepsPerEpoch`, such as `3 * stepsPerEpoch`. Let
//    training end where a cycle ends, as with one epoch of warm-up and three cycles of three: otherwise you compare a
//    moment of high rate with one of low rate, and not the schedules.
// 2. `model`: for **each** schedule a new model from `createModel()`, compiled with a new Adam optimizer that starts at the
//    schedule's first rate, `tf.train.adam(schedule.at(0))`, with sparse categorical cross-entropy (the labels are class
//    numbers), and with the metric `'accuracy'`, which TensorFlow.js reports as `acc`.
//
// The given `LearningRateScheduler` sets the optimizer's rate to `schedule.at(step)` before each batch.

// %% id="train-and-compare-schedules"
/** Trains a model with each of three learning rate schedules; returns the history of each training by name. */
async function trainAndCompareSchedules(
  xTrain: tf.Tensor,
  yTrain: tf.Tensor,
  xTest: tf.Tensor,
  yTest: tf.Tensor,
): Promise<Record<string, Record<string, number[]>>> {
  const epochs = 10;
  const batchSize = 32;
  const stepsPerEpoch = Math.floor(xTrain.shape[0] / batchSize);

  // STUDENT TASK 3: Create three different schedules.
  // @FILL begin schedules
  const schedules: Record<string, LearningRateSchedule> = {
    'exponential decay': new ExponentialDecay({
      initialLearningRate: 0.001,
      decaySteps: 2 * stepsPerEpoch,
      decayRate: 0.9,
    }),
    'warm-up 1, cycles of 3': new WarmupCosineRestart({
      initialLearningRate: 0.001,
      warmupSteps: stepsPerEpoch,
      decaySteps: 3 * stepsPerEpoch,
    }),
    'warm-up 2, one cycle of 8': new WarmupCosineRestart({
      initialLearningRate: 0.002,
      warmupSteps: 2 * stepsPerEpoch,
      decaySteps: 8 * stepsPerEpoch,
      alpha: 0.1,
    }),
  };
  // @FILL stub
  // const schedules: Record<string, LearningRateSchedule> = todo('schedules');
  // @FILL end

  // Look at the schedules over the whole training.
  plotSchedules(schedules, epochs * stepsPerEpoch);

  // The network wants images with a fourth dimension, the number of colours.
  const xTrainImages = xTrain.reshape([-1, 28, 28, 1]);
  const xTestImages = xTest.reshape([-1, 28, 28, 1]);
  const progress = new TrainingProgress();
  progress.begin(Object.keys(schedules).length);
  const histories: Record<string, Record<string, number[]>> = {};

  // Train with each schedule.
  for (const [name, schedule] of Object.entries(schedules)) {
    // STUDENT TASK 4: Create and compile the model.
    // @FILL begin compile-model
    const model = createModel();
    model.compile({
      optimizer: tf.train.adam(schedule.at(0)),
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    // @FILL stub
    // const model: tf.Sequential = todo('compile-model');
    // @FILL end

    // Train the model.
    progress.label = name;
    const { history } = await model.fit(xTrainImages, yTrain, {
      epochs,
      batchSize,
      validationData: [xTestImages, yTest],
      callbacks: [new LearningRateScheduler(schedule), progress],
    });
    histories[name] = history as Record<string, number[]>;
    disposeModel(model);
  }

  tf.dispose([xTrainImages, xTestImages]);
  return histories;
}

// %% id="check-train-and-compare-schedules"
// @SHOW
await check('schedules');
await check('compile-model');

// %% id="visualize-results"
// @SHOW
/** Plots the training curves of several trainings, by name. */
function visualizeResults(histories: Record<string, Record<string, number[]>>): void {
  const seriesOf = (key: string) =>
    Object.fromEntries(Object.entries(histories).map(([name, history]) => [name, history[key]]));
  show(
    sideBySide([
      curves(seriesOf('loss'), { title: 'Training Loss', xTitle: 'Epoch', yTitle: 'Loss' }),
      curves(seriesOf('acc'), { title: 'Training Accuracy', xTitle: 'Epoch', yTitle: 'Accuracy' }),
    ]),
  );
}

// %% [markdown] id="part-3"
// ## Part 3: Running the Experiment
//
// Run your experiment, in this one cell:
//
// 1. Plot at least one `WarmupCosineRestart` with `plotSchedule`, over more steps than its warm-up and one cycle have
//    together, so that you see a restart: does it do what you think it does?
// 2. Train and compare all three schedules, on the training set and, for validation, the test set. That is 30 epochs: time
//    for a coffee. The line below the cell says how far it is.
// 3. Show the curves with `visualizeResults`.
//
// The check runs your cell with stand-ins for these three functions, so it does not train.

// %% id="run" tags=["experiment"]
// @FILL begin run-experiment
plotSchedule(
  new WarmupCosineRestart({ initialLearningRate: 0.001, warmupSteps: 156, decaySteps: 468 }),
  1560,
);
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(histories);
// @FILL stub
// todo('run-experiment');
// @FILL end

// %% id="check-run" tags=["experiment"]
// @SHOW
await check('run-experiment');

// %% [markdown] id="reading-the-curves"
// ## Reading the curves
//
// - Warm-up slows the first epoch: its rates are small. A small network with Adam does not need it. Very deep networks and
//   very large batches do.
// - At a restart the loss may rise for a moment.
// - The validation set is the test set here. That is fine for watching, but not for choosing: whoever picks the best of
//   three schedules by it needs a fourth set to say how good the choice is.

// %% [markdown] id="questions-text"
// ## Questions
//
// 1. How does the warm-up affect the early stages of training? What do your curves show?
// 2. What are the advantages and disadvantages of learning rate restarts?
// 3. How would you change the schedule for a very deep network?
// 4. What would you consider when you choose `warmupSteps` and `decaySteps`?

// %% [markdown] id="answers"
// <!-- @ANSWER questions -->
// 1. The first steps are tiny, so the first epoch ends with a higher loss than with exponential decay, which begins at the
//    full rate; after two or three epochs the difference is gone. This small network with Adam trains well from the start,
//    so the warm-up only costs time; where first gradients are large and unreliable it keeps training from breaking.
// 2. A restart lets the weights leave a poor minimum and explore; each cycle's end gives a usable model, which can be
//    averaged with the others. But the loss rises after each restart, training must end with a cycle to be good, and there
//    are more numbers to choose.
// 3. A longer warm-up, a smaller peak, no or few restarts with longer cycles, and a smallest rate above zero.
// 4. The number of steps in all, which should be the warm-up and whole cycles; the steps of an epoch; the batch size, since
//    large batches mean few steps; how unstable the first steps are; the warm-up should be a small part of the training.
