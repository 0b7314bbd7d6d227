// %% [markdown] id="title"
// # Exercise 2: Optimizer Comparison with Noisy Data
// <!-- @q -->
//
// SGD with momentum, Adam, RMSprop: which optimizer should you choose, and does noise in the data change the answer? You
// will let the three of them train the same small network on data of three noise levels, with three learning rates each,
// and draw the 27 test accuracies as heat maps.
//
// On the way you write what every comparison of methods needs: data whose difficulty you control, a factory for what is
// compared, a sweep over all combinations, and a picture that can be read at a glance. Then come the questions, and the
// honest one among them is: do your heat maps show what everybody says about adaptive optimizers?
//
// Fill in the places marked `TODO`: replace the line with `todo(…)`, and keep the names that it declares, since the lines
// below use them. Then run the cell, and the cell with `check(…)` after it: it tells you what is right and what is not
// yet. You can fill and check one task before the next.

// %% [markdown] id="setup-text"
// ## Setup and Imports
//
// The seed makes the exercise repeatable: data, first weights and the order of the batches are the same each time that
// the notebook is run from the top.

// %% id="setup"
// @SHOW
import * as tf from '@tensorflow/tfjs';
import {
  disposeModel,
  exercise,
  heatmap,
  linspace,
  random,
  setSeed,
  show,
  sideBySide,
  StandardScaler,
  table,
  todo,
  TrainingProgress,
  trainTestSplit,
  useBackend,
  useCompiledTraining,
  type Panel,
  type Table,
} from 'gradlab';

const { check } = exercise('02-optimizer-comparison');
await useBackend();
useCompiledTraining(); // Small networks train some fifteen times as fast, with the same results.

// Set the random seed for reproducibility.
setSeed(42);

// %% [markdown] id="part-1"
// ## Part 1: Data Generation
//
// Points on four concentric circles, of radius 2 to 5: the first and the third circle from the inside belong to class 0,
// the other two to class 1. No straight line separates such classes, so a network has something to learn. Then noise
// blurs the circles.
//
// Add the noise: to **every feature of every point** its own random number from the normal distribution, times
// `noiseLevel`. [`random.randn()`](https://numpy.org/doc/stable/reference/random/generated/numpy.random.randn.html) draws
// one number from the standard normal distribution, with mean 0 and standard deviation 1. `x` is an array of points, a
// point is an array of its two features.

// %% id="generate-noisy-data"
/** Points on four circles, two of each class, blurred by noise, shuffled and standardised.
 * `noiseLevel` is the standard deviation of the noise, >= 0. */
function generateNoisyData({ nSamples = 1000, noiseLevel = 0.1 } = {}): { x: number[][]; y: number[] } {
  if (!(nSamples >= 4)) {
    throw new RangeError(`Cannot generate data as nSamples must be at least 4: current value is ${nSamples}`);
  }
  if (!(noiseLevel >= 0 && noiseLevel < Infinity)) {
    throw new RangeError(`Cannot generate data as noiseLevel must be >= 0: current value is ${noiseLevel}`);
  }

  // The same number of points on each circle.
  const nPerCircle = Math.floor(nSamples / 4);
  const angles = linspace(0, 4 * Math.PI, nPerCircle);
  const circles = [
    { radius: 2, phase: 0, label: 0 },
    { radius: 4, phase: Math.PI / 2, label: 0 },
    { radius: 3, phase: Math.PI / 4, label: 1 },
    { radius: 5, phase: (3 * Math.PI) / 4, label: 1 },
  ];

  let x: number[][] = [];
  let y: number[] = [];
  for (const { radius, phase, label } of circles) {
    const radii = angles.map(() => radius + 0.2 * noiseLevel * random.randn());
    angles.forEach((angle, i) => {
      x.push([radii[i] * Math.cos(angle + phase), radii[i] * Math.sin(angle + phase)]);
      y.push(label);
    });
  }

  // Add random noise to the data to make it more challenging.
  // STUDENT TASK: Add noise to every feature of every point in `x`.
  // @FILL begin add-noise
  x = x.map((point) => point.map((feature) => feature + noiseLevel * random.randn()));
  // @FILL stub
  // x = todo('add-noise');
  // @FILL end

  // Shuffle: points and labels in the same new order.
  const order = Array.from(random.permutation(x.length));
  x = order.map((i) => x[i]);
  y = order.map((i) => y[i]);

  // Standardise: each feature gets mean 0 and standard deviation 1.
  x = new StandardScaler().fitTransform(x);

  return { x, y };
}

// %% id="check-generate-noisy-data"
// @SHOW
await check('add-noise');

// %% [markdown] id="look-text"
// Look at the data: how well could *you* tell the classes apart?

// %% id="look" tags=["experiment"]
// @SHOW
const looks: Panel[] = [0.1, 0.5, 1].map((noiseLevel) => {
  const { x, y } = generateNoisyData({ noiseLevel });
  return {
    title: `noise ${noiseLevel}`,
    data: [0, 1].map((label) => ({
      type: 'scatter',
      mode: 'markers',
      name: `class ${label}`,
      x: x.filter((_, i) => y[i] === label).map((point) => point[0]),
      y: x.filter((_, i) => y[i] === label).map((point) => point[1]),
      marker: { size: 4 },
    })),
  };
});
show(sideBySide(looks));

// %% [markdown] id="part-2"
// ## Part 2: Model Creation
//
// The network is given. Write `getOptimizer`: it returns a **new** optimizer for one of three names, in any spelling of
// upper and lower case:
//
// - `'SGD'`: stochastic gradient descent with a momentum of 0.9,
// - `'Adam'` and `'RMSprop'`: with their usual settings,
//
// and throws an error for every other name. An optimizer remembers the steps it has made, so each training needs its
// own. [`tf.train`](https://js.tensorflow.org/api/latest/#Training-Optimizers) has a function for each optimizer.

// %% id="model"
/** Creates a simple neural network classifier. */
function createModel(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 16, activation: 'relu', inputShape: [2] }),
      tf.layers.dense({ units: 8, activation: 'relu' }),
      tf.layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
}

/** A new optimizer: `name` is 'SGD', 'Adam' or 'RMSprop' in any spelling of case, `learningRate` > 0. */
function getOptimizer(name: string, learningRate: number): tf.Optimizer {
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(
      `Cannot create an optimizer as learningRate must be > 0: current value is ${learningRate}`,
    );
  }

  // STUDENT TASK: Create and return the optimizer; include a momentum of 0.9 for SGD.
  // Throw an error for a name that is not one of the three.
  // @FILL begin get-optimizer
  switch (name.toLowerCase()) {
    case 'sgd':
      return tf.train.momentum(learningRate, 0.9);
    case 'adam':
      return tf.train.adam(learningRate);
    case 'rmsprop':
      return tf.train.rmsprop(learningRate);
    default:
      throw new RangeError(`The optimizer must be SGD, Adam or RMSprop: got ${name}`);
  }
  // @FILL stub
  // return todo('get-optimizer');
  // @FILL end
}

// %% id="check-model"
// @SHOW
await check('get-optimizer');

// %% [markdown] id="part-3"
// ## Part 3: Training and Evaluation
//
// `trainAndEvaluate` trains a new model with one optimizer and one learning rate, on 80 % of the data, and measures its
// accuracy on the other 20 %, which it has not been trained on.

// %% id="train-and-evaluate"
// @SHOW
const progress = new TrainingProgress();

/** Trains a model and returns the history of its training and its accuracy on the test set, in [0, 1]. */
async function trainAndEvaluate(
  x: number[][],
  y: number[],
  optimizerName: string,
  learningRate: number,
  noiseLevel: number,
  { epochs = 100, batchSize = 32 } = {},
): Promise<{ history: Record<string, number[]>; testAccuracy: number }> {
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(
      `Cannot train as learningRate must be finite and > 0: current value is ${learningRate}`,
    );
  }
  const split = trainTestSplit(x, y, { testSize: 0.2, randomState: 42 });
  const xTrain = tf.tensor2d(split.xTrain);
  const yTrain = tf.tensor2d(split.yTrain, [split.yTrain.length, 1]);
  const xTest = tf.tensor2d(split.xTest);
  const yTest = tf.tensor2d(split.yTest, [split.yTest.length, 1]);

  // Create and compile the model.
  const model = createModel();
  const optimizer = getOptimizer(optimizerName, learningRate);
  model.compile({ optimizer, loss: 'binaryCrossentropy', metrics: ['accuracy'] });

  // Train the model.
  progress.label = `${optimizerName}, rate ${learningRate}, noise ${noiseLevel}`;
  const { history } = await model.fit(xTrain, yTrain, {
    epochs,
    batchSize,
    validationData: [xTest, yTest],
    callbacks: [progress],
  });

  // Get the final test accuracy.
  const [testLoss, testAcc] = model.evaluate(xTest, yTest) as tf.Scalar[];
  const [testAccuracy] = await testAcc.data();

  // TensorFlow.js does not free memory by itself.
  tf.dispose([xTrain, yTrain, xTest, yTest, testLoss, testAcc]);
  disposeModel(model);

  return { history: history as Record<string, number[]>, testAccuracy };
}

/** What one training comes to. */
interface ComparisonRow {
  noiseLevel: number;
  optimizer: string;
  learningRate: number;
  testAccuracy: number;
}

// %% [markdown] id="sweep-text"
// Now the sweep. Fill `results` with **one row for every combination** of noise level, optimizer and learning rate: an
// object `{ noiseLevel, optimizer, learningRate, testAccuracy }`. With three values each that makes 27 rows; but the lists
// may be longer or shorter.
//
// The data depends on the noise level only: generated once for each level, it gives all optimizers the same points.
// `trainAndEvaluate` is asynchronous.

// %% id="compare-optimizers"
/** Compares optimizers across different noise levels and learning rates. */
async function compareOptimizers(
  noiseLevels = [0.1, 0.5, 1],
  learningRates = [0.001, 0.01, 0.1],
): Promise<Table<ComparisonRow>> {
  const results: ComparisonRow[] = [];
  const optimizers = ['SGD', 'Adam', 'RMSprop'];
  progress.begin(noiseLevels.length * optimizers.length * learningRates.length);

  // STUDENT TASK: Create nested loops to test all combinations
  // of noise levels, optimizers and learning rates.
  // @FILL begin sweep
  for (const noiseLevel of noiseLevels) {
    const { x, y } = generateNoisyData({ noiseLevel });
    for (const optimizer of optimizers) {
      for (const learningRate of learningRates) {
        const { testAccuracy } = await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
        results.push({ noiseLevel, optimizer, learningRate, testAccuracy });
      }
    }
  }
  // @FILL stub
  // todo('sweep');
  // @FILL end

  return table(results);
}

// %% id="check-compare-optimizers"
// @SHOW
await check('sweep');

// %% [markdown] id="part-4"
// ## Part 4: Visualization
//
// Three heat maps, one for each optimizer: a row for each noise level, a column for each learning rate, the test accuracy
// in the cell. `rows` are the rows of one optimizer, in any order. Make a matrix of them, the *pivot table*: `z[i][j]`
// is the accuracy at noise level `i` and learning rate `j`. Then
//
// ```ts
// heatmap({ title: optimizer, x: columnLabels, y: rowLabels, z, xTitle: 'Learning rate', yTitle: 'Noise level', zmin: 0, zmax: 1 })
// ```
//
// gives a panel with the numbers written into the cells, labels as they are, and colours from `zmin` to `zmax`. Without
// these two the colours reach from the smallest to the largest number of this one map; the three maps can be compared only
// if they have **the same limits**.

// %% id="plot-results"
/** Shows a heat map of the test accuracy for each optimizer. */
function plotResults(results: Table<ComparisonRow>): void {
  const panels: Panel[] = [];

  for (const optimizer of ['SGD', 'Adam', 'RMSprop']) {
    const rows = results.objects().filter((row) => row.optimizer === optimizer);

    // STUDENT TASK: Pivot the rows and create a heat map.
    // Its rows should be noise levels, its columns learning rates.
    // @FILL begin heatmaps
    const ascending = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
    const noiseLevels = ascending(rows.map((row) => row.noiseLevel));
    const learningRates = ascending(rows.map((row) => row.learningRate));
    const accuracyAt = (noiseLevel: number, learningRate: number) =>
      rows.find((row) => row.noiseLevel === noiseLevel && row.learningRate === learningRate)?.testAccuracy;
    const panel = heatmap({
      title: optimizer,
      x: learningRates,
      y: noiseLevels,
      z: noiseLevels.map((noise) => learningRates.map((rate) => accuracyAt(noise, rate) ?? null)),
      xTitle: 'Learning rate',
      yTitle: 'Noise level',
      zmin: 0,
      zmax: 1,
    });
    // @FILL stub
    // const panel: Panel = todo('heatmaps');
    // @FILL end
    panels.push(panel);
  }

  show(sideBySide(panels));
}

// %% id="check-plot-results"
// @SHOW
await check('heatmaps');

// %% [markdown] id="run-text"
// ## Run the experiment
//
// All checks pass? Then train 27 models: it takes some ten seconds. The line below the cell says how far it is.

// %% id="run" tags=["experiment"]
// @SHOW
const results = await compareOptimizers();
plotResults(results);

// %% [markdown] id="reading-the-maps"
// ## Reading the maps
//
// - Even a perfect classifier is wrong where classes overlap: none exceeds about 76 % at noise 0.5, and 62 % at noise 1.
// - The test set has 200 points. Differences below about 7 percentage points mean nothing: with another seed they may turn
//   round. Change the seed, run all again, and see which differences stay.
// - Momentum 0.9 makes SGD's steps up to ten times as large as its learning rate says. So equal rates are not equal steps.

// %% [markdown] id="questions-text"
// ## Questions
//
// 1. Adaptive optimizers (Adam, RMSprop) are often said to do better with noisy data. Do your heat maps show it? If not,
//    why could that be? Think of what this noise does to the classes.
// 2. How does the best learning rate change with the noise level, for each optimizer?
// 3. What happens if you train for more epochs, 500 say? Does it affect the optimizers differently?
// 4. How would you change the experiment to test the optimizers' robustness to other kinds of noise, for example outliers
//    instead of Gaussian noise?

// %% [markdown] id="answers"
// <!-- @ANSWER questions -->
// 1. No. At every noise level the best accuracies of the three optimizers are within a few points of each other, which is
//    less than the test set of 200 points can tell apart. Gaussian noise on the features makes the classes overlap; this
//    limits every classifier, and no optimizer can undo it. Adaptive steps help against noisy *gradients* of very
//    different size, which two standardised features do not have.
// 2. SGD with momentum works at 0.01 to 0.1, Adam and RMSprop at 0.01, and 0.1 is too much for them at low noise. With more
//    noise the choice matters less, since all come near the limit; large rates get worse, because they follow the noise.
// 3. At noise 0.1 more epochs help a lot, most of all slow settings: Adam at 0.01 rises from about 0.8 to nearly 1. At high
//    noise they do not help, the training accuracy rises and the test accuracy falls: the network learns the noise.
// 4. Replace the normal distribution by one with heavy tails, move a few points far away, or flip some labels; keep the
//    total variance equal, repeat with several seeds, and compare the loss of accuracy per optimizer.
