import {
  between,
  byHand,
  callsOf,
  check,
  close,
  defineGrader,
  equal,
  fields,
  hidden,
  reference,
  varied,
} from 'gradlab/grading';
import * as publicProbes from './probes.js';
import * as hiddenProbes from './probes.hidden.js';

const probe = callsOf(publicProbes);
const secret = callsOf(hiddenProbes, 'hidden');

/** Many points, so that the statistics of right answers differ little. */
const nSamples = 40_000;
const strongNoise = varied({ nSamples, noiseLevel: 2 }, (random) => ({
  nSamples,
  noiseLevel: random.uniform(1.6, 2.4),
}));
const weakNoise = { nSamples, noiseLevel: 0.5 };

const levels = ({ noiseLevel }: { noiseLevel: number }) => [noiseLevel, noiseLevel];

const optimizers = ['SGD', 'Adam', 'RMSprop'];

const steps = varied({ names: optimizers, learningRate: 0.5, gradients: [0.25, 0.25, 0.25] }, (random) => {
  const gradient = random.uniform(0.1, 2);
  return {
    names: optimizers,
    learningRate: random.uniform(0.05, 0.9),
    gradients: [gradient, gradient, gradient],
  };
});

/** Gradients that change: only so do all settings of the optimizers show. */
const changing = { names: optimizers, learningRate: 0.3, gradients: [0.5, -1, 0.25, 2, 0] };

type Moves = Record<'SGD' | 'Adam' | 'RMSprop', number[]>;

/** How far the steps move, by the rule of each optimizer. */
function movesOf({ learningRate, gradients }: publicProbes.Steps): Moves {
  let [velocity, meanSquare, first, second] = [0, 0, 0, 0];
  const moves: Moves = { SGD: [], Adam: [], RMSprop: [] };
  for (const [step, gradient] of gradients.entries()) {
    velocity = 0.9 * velocity + gradient;
    moves.SGD.push(-learningRate * velocity);
    meanSquare = 0.9 * meanSquare + 0.1 * gradient ** 2;
    moves.RMSprop.push((-learningRate * gradient) / Math.sqrt(meanSquare));
    first = 0.9 * first + 0.1 * gradient;
    second = 0.999 * second + 0.001 * gradient ** 2;
    const [firstMoment, secondMoment] = [first / (1 - 0.9 ** (step + 1)), second / (1 - 0.999 ** (step + 1))];
    moves.Adam.push((-learningRate * firstMoment) / Math.sqrt(secondMoment));
  }
  return moves;
}

const spellings = {
  spellings: { sgd: 'SGD', ADAM: 'Adam', rmsprop: 'RMSprop', RMSProp: 'RMSprop', Sgd: 'SGD', adam: 'Adam' },
  learningRate: 0.5,
  gradients: [0.25, 0.25, 0.25],
};
const asNamed = Object.fromEntries(
  Object.entries(spellings.spellings).map(([spelling, name]) => [spelling, `as ${name}`]),
);

const each = (names: string[], what: string) => Object.fromEntries(names.map((name) => [name, what]));

interface Sweep {
  noiseLevels: number[];
  learningRates: number[];
}

const sweep = varied({ noiseLevels: [0.3, 0.7], learningRates: [0.02, 0.2, 0.05] }, (random) => ({
  noiseLevels: [0.2, 0.6, 0.4].map((level) => level + random.uniform(0, 0.1)),
  learningRates: [0.05, 0.01].map((rate) => rate * random.uniform(1, 3)),
}));
const defaults: Sweep = { noiseLevels: [0.1, 0.5, 1], learningRates: [0.001, 0.01, 0.1] };

/** One row for each combination, with the accuracy that the probe's stand-in for training gives. */
const rowsOf = ({ noiseLevels, learningRates }: Sweep) =>
  noiseLevels.flatMap((noiseLevel) =>
    optimizers.flatMap((optimizer, at) =>
      learningRates.map((learningRate) => ({
        noiseLevel,
        optimizer,
        learningRate,
        testAccuracy: 1 / (1 + noiseLevel + 10 * at + 100 * learningRate),
      })),
    ),
  );

interface Results extends Sweep {
  rows: [number, number, number, number][];
}

/** Rows for every combination, shuffled, each with an accuracy of its own in hundredths. */
function results(noiseLevels: number[], learningRates: number[], next: (below: number) => number): Results {
  const places = noiseLevels.flatMap((_, noise) =>
    optimizers.flatMap((__, optimizer) =>
      learningRates.map((___, rate) => [noise, optimizer, rate] as const),
    ),
  );
  const left = places.map((place, i): Results['rows'][number] => [...place, (50 + i) / 100]);
  const rows: Results['rows'] = [];
  while (left.length) rows.push(...left.splice(next(left.length), 1));
  return { noiseLevels, learningRates, rows };
}

const everySeventh = (below: number) => 7 % below;

const map = varied(results([0.1, 0.5], [0.001, 0.01, 0.1], everySeventh), (random) =>
  results([0.2 + random.uniform(0, 0.1), 0.6, 0.9], [0.002, 0.02 * random.uniform(1, 2)], (below) =>
    random.integer(0, below - 1),
  ),
);

/** As object keys, 1 would come before 0.1; as texts, 1e-7 after 10. */
const awkward = results([0.1, 1, 0.02], [10, 1e-7, 0.5, 2], everySeventh);

const cellsOf = ({ noiseLevels, learningRates, rows }: Results) => ({
  length: 3,
  ...Object.fromEntries(
    optimizers.map((name, optimizer) => {
      const accuracyAt = (noise: number, rate: number) =>
        rows.find((row) => row[0] === noise && row[1] === optimizer && row[2] === rate)![3];
      return [
        name,
        {
          cells: noiseLevels.length * learningRates.length,
          accuracy: noiseLevels.map((_, noise) => learningRates.map((__, rate) => accuracyAt(noise, rate))),
        },
      ];
    }),
  ),
});

// prettier-ignore
export default defineGrader({ checks: [
  //    id                          points  title the student reads                                     what is observed                    what is expected
  check('add-noise/level',            0.75, 'the noise has the standard deviation noiseLevel',          probe.distribution(strongNoise),
        fields({ length: equal(nSamples), 'noise level that fits each feature': close(levels, { rtol: 0, atol: 0.22 }) }),
        { hint: 'Each feature gets noiseLevel times a number from random.randn(), which is normal with standard deviation 1. Is it 0? Then x did not change: map returns a new array.' }),
  check('add-noise/weak',             0.5,  'little noise blurs the circles a little',                  probe.distribution(weakNoise),
        fields({ 'noise level that fits each feature': close(levels, { rtol: 0, atol: 0.05 }) }),
        { hint: 'The noise is multiplied by noiseLevel, once.' }),
  check('add-noise/independent',      0.25, 'the two features get noise of their own',                  probe.distribution(strongNoise),
        fields({ correlation: close(0, { atol: 0.04 }) }),
        { hint: 'Draw a new random number for every feature of every point.' }),
  check('add-noise/labels',           0.5,  'labels stay as they are, each with its point',             probe.labels({ nSamples: 4001, noiseLevel: 0.05 }),
        fields({ 'number of zeros': equal(2000), 'number of ones': equal(2000), 'share that fits the circle of its point': between(0.99, 1) }),
        { hint: 'Only x gets noise, and its points stay in their order: the given lines shuffle points and labels together.' }),

  check('get-optimizer/steps',        1,    'the three optimizers step as they should, at the given rate', probe.steps(steps),              close(movesOf, { rtol: 2e-3 }),
        { hint: 'tf.train has a function for each: SGD with momentum is momentum(learningRate, 0.9). Each gets the rate that was given.' }),
  check('get-optimizer/settings',     0.25, 'they do so with gradients that change',                    probe.steps(changing),              close(reference(), { rtol: 2e-3, atol: 1e-6 }),
        { ...hidden, hint: 'Apart from the momentum of SGD, leave the settings of tf.train as they are.' }),
  check('get-optimizer/spelling',     0.5,  'names count in any spelling of case',                      probe.spellings(spellings),         equal(asNamed),
        { hint: 'Make the name lower case before you compare it.' }),
  check('get-optimizer/new',          0.5,  'every call gives a new optimizer',                         probe.secondOptimizer({ names: optimizers }), equal(each(optimizers, 'two objects')),
        { hint: 'An optimizer remembers its steps: make it when the function is called, not before.' }),
  check('get-optimizer/unknown',      0.5,  'another name is an error',                                 probe.otherNames({ names: ['adagrad', 'constructor'] }), equal(each(['adagrad', 'constructor'], 'an error')),
        { hint: 'Throw an error for every name that is none of the three. An object has more keys than you gave it: constructor is one.' }),
  check('get-optimizer/similar',      0.25, 'so is a name that only looks similar',                     probe.otherNames({ names: ['nadam', 'sgd2', 'toString', ''] }), equal(each(['nadam', 'sgd2', 'toString', ''], 'an error')),
        { ...hidden, hint: 'The whole name must be one of the three.' }),

  check('sweep/rows',                 1.5,  'one row for every combination, with its accuracy',         probe.sweepRows(sweep),             close(rowsOf),
        { hint: 'Three loops, one in the other, over the lists that the function has; await the training and store its testAccuracy.' }),
  check('sweep/data',                 0.5,  'each training gets the data of its noise level',           probe.sweepData(sweep),
        fields({ length: equal(({ noiseLevels, learningRates }: Sweep) => 3 * noiseLevels.length * learningRates.length), 'number with data of another noise level': equal(0) }),
        { hint: 'Pass the noise level to generateNoisyData, by its name, and the same one to trainAndEvaluate.' }),
  check('sweep/defaults',             0.5,  'without arguments there are 27 rows',                      probe.defaultRows(defaults),        close(rowsOf(defaults)),
        { hint: 'Loop over noiseLevels and learningRates, whatever they hold.' }),
  check('sweep/no-leak',              0.5,  'no model is trained on rows that it is tested on',         secret.trainedRows({ rows: 40, noiseLevels: [0.4], learningRates: [0.1, 0.3] }),
        fields({ trainings: equal(6), trainedOnTestRows: equal(0), trainedRows: equal(32) }),
        { ...hidden, hint: 'trainAndEvaluate splits the data itself: give it the points as they were generated, each once.' }),

  check('heatmaps/cells',             1.5,  'each cell shows the accuracy of its noise level and rate', probe.heatmapCells(map),            close(cellsOf),
        { hint: 'Rows are noise levels and columns learning rates: z[i][j] belongs to y[i] and x[j]. Look each accuracy up, as the rows come in any order.' }),
  check('heatmaps/labels',            0.5,  'labels are true for other levels and rates, too',          probe.heatmapCells(awkward),        close(cellsOf(awkward)),
        { ...hidden, hint: 'Take the labels from the rows, and beware of orders that differ: texts and object keys sort in their own way.' }),
  check('heatmaps/style',             0.5,  'three maps with category axes and numbers in the cells',   probe.heatmapStyle(map),
        fields({ 'number of heat maps': equal(3), 'optimizers whose name is missing where others are named': equal([]), 'type of the axes': equal('category'), 'numbers in the cells': equal(true) }),
        { hint: 'heatmap({ … }) does both by itself. In a trace of your own, set the type of the axes and a texttemplate. The title of each map is its own optimizer.' }),
  check('heatmaps/one-scale',         0.5,  'equal accuracies have equal colours in the three maps',    probe.heatmapStyle(map),            fields({ 'one colour scale': equal(true) }),
        { hint: 'Give all three maps the same zmin and zmax.' }),

  byHand('questions/adaptive', 1, 'Do adaptive optimizers do better here, and why or why not?',
         'Full: says what the own maps show (usually no clear difference; below 7 points nothing can be said with 200 test points) and gives a reason: this noise makes classes overlap, which limits every classifier; or SGD\'s momentum makes equal rates unequal steps. Half: only the textbook claim, or no look at the maps.'),
  byHand('questions/rate', 1, 'How does the best learning rate change with the noise level?',
         'Full: names the best rate per optimizer from the own maps and how (or that it hardly) changes; notes that differences are small at high noise. Half: one optimizer only, or numbers without comparison.'),
  byHand('questions/epochs', 1, 'What do more epochs do?',
         'Full: more epochs help at low noise (slow settings most: Adam 0.01 goes from about .80 to .998 with 500), hardly or not at high noise, where the network begins to fit noise. Half: "it gets better" without the noise level.'),
  byHand('questions/other-noise', 1, 'How to test other kinds of noise?',
         'Full: a concrete change of the data (heavy tails, outliers, flipped labels), kept comparable, and a measure with several seeds. Half: only names a kind of noise.'),
] });
