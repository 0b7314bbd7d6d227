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
  varied,
  type InputRandom,
} from 'gradlab/grading';
import * as publicProbes from './probes.js';
import * as hiddenProbes from './probes.hidden.js';

const probe = callsOf(publicProbes);
const secret = callsOf(hiddenProbes, 'hidden');

/** Many points, so that the statistics of right answers differ little: five of their standard deviations are allowed. */
const manyPoints = 40_000;
const strongNoise = varied({ nSamples: manyPoints, noiseLevel: 2 }, (random) => ({
  nSamples: manyPoints + 4 * random.integer(1, 250),
  noiseLevel: random.uniform(1.2, 1.35),
}));
const weakNoise = varied({ nSamples: manyPoints, noiseLevel: 0.5 }, (random) => ({
  nSamples: manyPoints + 4 * random.integer(1, 250),
  noiseLevel: random.uniform(0.7, 0.9),
}));
/** The radii alone are blurred by 0.2 noise levels: so many points tell any noise from none. */
const nearCircles = varied({ nSamples: 12_001, noiseLevel: 0.07 }, (random) => ({
  nSamples: 12_000 + random.integer(5, 999),
  noiseLevel: 0.07,
}));
type Data = typeof strongNoise;
const halfOf = ({ nSamples }: Data) => 2 * Math.floor(nSamples / 4);
/** Without noise the blurred radii look like a quarter of it. */
const someNoise = ({ input: { noiseLevel } }: { input: Data }) =>
  between(Math.round(noiseLevel * 33) / 100, 100);

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
const changing = varied(
  { names: optimizers, learningRate: 0.3, gradients: [0.5, -1, 0.25, 2, 0] },
  (random) => ({
    names: optimizers,
    learningRate: random.uniform(0.4, 0.8),
    gradients: [
      random.uniform(0.3, 0.7),
      random.uniform(-2, -1),
      random.uniform(0.1, 0.3),
      random.uniform(1, 3),
      0,
    ],
  }),
);

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

const spellings = varied<publicProbes.Spellings>(
  {
    spellings: { sgd: 'SGD', ADAM: 'Adam', rmsprop: 'RMSprop', RMSProp: 'RMSprop', Sgd: 'SGD', adam: 'Adam' },
    learningRate: 0.5,
    gradients: [0.25, 0.25, 0.25],
  },
  (random) => ({
    // One letter at least in each case, so that none of the names above comes again.
    spellings: Object.fromEntries(
      ['sGd', 'aDam', 'rMsprop'].map((spelling, i) => [
        spelling.slice(0, 2) + anyCase(spelling.slice(2), random),
        optimizers[i]!,
      ]),
    ),
    learningRate: random.uniform(0.1, 0.4),
    gradients: [random.uniform(0.3, 0.9), random.uniform(-0.9, -0.3), 0.5],
  }),
);
const asNamed = ({ spellings: named }: publicProbes.Spellings) =>
  Object.fromEntries(Object.entries(named).map(([spelling, name]) => [spelling, `as ${name}`]));

const anyCase = (word: string, random: InputRandom) =>
  Array.from(word, (letter) => (random.integer(0, 1) ? letter.toUpperCase() : letter)).join('');

const someWord = (length: number, random: InputRandom) =>
  Array.from({ length }, () => String.fromCharCode(random.integer(97, 122))).join('');

const calls = varied<publicProbes.Calls>({ names: optimizers, calls: 2, gradients: [0.5, -1] }, (random) => ({
  names: optimizers,
  calls: random.integer(3, 12),
  gradients: [random.uniform(0.2, 0.8), random.uniform(-2, -1)],
}));

const others = varied<publicProbes.OtherNames>(
  { names: ['adagrad', 'constructor'], optimizers },
  (random) => ({ names: [someWord(random.integer(8, 12), random), 'valueOf'], optimizers }),
);
const similar = varied<publicProbes.OtherNames>(
  { names: ['nadam', 'sgd2', 'toString', '', 'rms', 'a'], optimizers },
  (random) => ({
    names: [
      `${someWord(1, random)}adam`,
      `sgd${random.integer(3, 99)}`,
      `rmsprop${someWord(2, random)}`,
      'rmsprop'.slice(0, random.integer(1, 6)),
      'adam'.slice(random.integer(0, 1), 3),
      'sgd'.slice(random.integer(1, 2)),
      'hasOwnProperty',
    ],
    optimizers,
  }),
);
const refused = fields({
  'number of right names that work': between(1, 3),
  'other names': equal(({ names }: publicProbes.OtherNames) => each(names, 'an error')),
});

const each = (names: string[], what: string) => Object.fromEntries(names.map((name) => [name, what]));

type Sweep = publicProbes.Sweep;

const sweep = varied({ noiseLevels: [0.3, 0.7], learningRates: [0.02, 0.2, 0.05], shift: 0 }, (random) => ({
  noiseLevels: [0.2, 0.6, 0.4, 0.8, 1.2, 1]
    .slice(0, random.integer(4, 6))
    .map((level) => level + random.uniform(0, 0.1)),
  learningRates: [0.05, 0.01, 0.2, 0.001]
    .slice(0, random.integer(2, 4))
    .map((rate) => rate * random.uniform(1, 3)),
  shift: random.uniform(1, 2),
}));
const defaultLists = { noiseLevels: [0.1, 0.5, 1], learningRates: [0.001, 0.01, 0.1] };
const defaults = varied({ ...defaultLists, shift: 0 }, (random) => ({
  ...defaultLists,
  shift: random.uniform(1, 2),
}));
const combinations = ({ noiseLevels, learningRates }: Pick<Sweep, 'noiseLevels' | 'learningRates'>) =>
  optimizers.length * noiseLevels.length * learningRates.length;

const split = varied<hiddenProbes.Split>(
  { rows: 40, noiseLevels: [0.4], learningRates: [0.1, 0.3] },
  (random) => ({
    rows: 10 * random.integer(5, 20),
    noiseLevels: [0.35, 0.65], // Of no other check: an answer may keep the data of a level.
    learningRates: [random.uniform(0.1, 0.2)],
  }),
);

/** One row for each combination, with the accuracy that the probe's stand-in for training gives. */
const rowsOf = ({ noiseLevels, learningRates, shift }: Sweep) =>
  noiseLevels.flatMap((noiseLevel) =>
    optimizers.flatMap((optimizer, at) =>
      learningRates.map((learningRate) => ({
        noiseLevel,
        optimizer,
        learningRate,
        testAccuracy: 1 / (1 + shift + noiseLevel + 10 * at + 100 * learningRate),
      })),
    ),
  );

type Results = publicProbes.Results;

/** Rows for every combination, shuffled, each with an accuracy of its own in hundredths, from `lowest` on: neither the order of the rows nor
 * that of the accuracies tells the place. */
function results(
  noiseLevels: number[],
  learningRates: number[],
  lowest: number,
  next: (below: number) => number,
): Results {
  const places = noiseLevels.flatMap((_, noise) =>
    optimizers.flatMap((__, optimizer) =>
      learningRates.map((___, rate) => [noise, optimizer, rate] as const),
    ),
  );
  const accuracies = places.map((_, i) => (lowest + i) / 100);
  const left = places.map((place): Results['rows'][number] => [
    ...place,
    accuracies.splice(next(accuracies.length), 1)[0]!,
  ]);
  const rows: Results['rows'] = [];
  while (left.length) rows.push(...left.splice(next(left.length), 1));
  return { noiseLevels, learningRates, rows };
}

const everySeventh = (below: number) => 7 % below;

const map = varied(results([0.1, 0.5], [0.001, 0.01, 0.1], 50, everySeventh), (random) =>
  results(
    // Numbers that labels of one or two digits are true for.
    [random.integer(2, 3) / 10, random.integer(6, 7) / 10, 0.9],
    [random.integer(2, 9) / 1000, random.integer(2, 9) / 100],
    random.integer(58, 82), // Other means than above; colours may begin at .5, below which no accuracy is.
    (below) => random.integer(0, below - 1),
  ),
);

/** As object keys, 1 would come before 0.1; as texts, 1e-7 after 10. */
const awkward = varied(results([0.1, 1, 0.02], [10, 1e-7, 0.5, 2], 50, everySeventh), (random) =>
  results([0.2, 2, 0.03], [20, 3e-7, 0.4, 3], random.integer(1, 40), (below) => random.integer(0, below - 1)),
);

/** Enough of the table in the maps to judge how they are drawn. */
const drawn = {
  'number of heat maps': equal(3),
  'smallest number of cells in a map': between(2, 100),
  'mean of the cells': ({ input: { rows } }: { input: Results }) => {
    const accuracies = rows.map(([, , , accuracy]) => accuracy);
    const [lowest, highest] = [Math.min(...accuracies), Math.max(...accuracies)];
    const third = (highest - lowest) / 3;
    return between(lowest + third, highest - third);
  },
};

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
        fields({ length: equal(({ nSamples }: Data) => nSamples), 'noise level that fits each feature': close(levels, { rtol: 0, atol: 0.3 }) }),
        { hint: 'Each feature gets noiseLevel times a number from random.randn(), which is normal with standard deviation 1. Is it a fifth of noiseLevel? Then x did not change: map returns a new array.' }),
  check('add-noise/weak',             0.5,  'little noise blurs the circles a little',                  probe.distribution(weakNoise),
        fields({ length: equal(({ nSamples }: Data) => nSamples), 'noise level that fits each feature': close(levels, { rtol: 0, atol: 0.13 }) }),
        { hint: 'The noise is multiplied by noiseLevel, once.' }),
  check('add-noise/independent',      0.25, 'the two features get noise of their own',                  probe.distribution(strongNoise),
        fields({ length: equal(({ nSamples }: Data) => nSamples), 'smaller one of the two noise levels': someNoise, correlation: close(0, { atol: 0.04 }) }),
        { hint: 'Draw a new random number for every feature of every point, and let x be the points with the noise.' }),
  check('add-noise/labels',           0.5,  'labels stay as they are, each with its point',             probe.labels(nearCircles),
        fields({ 'number of zeros': equal(halfOf), 'number of ones': equal(halfOf), 'share that fits the circle of its point': between(0.99, 1), 'spread of the points around their circles, in noise levels': between(0.206, 1000) }),
        { hint: 'Only x gets noise, and its points stay in their order: the given lines shuffle points and labels together. A spread of 0.2 noise levels means that no point has noise of its own yet.' }),

  check('get-optimizer/steps',        1,    'the three optimizers step as they should, at the given rate', probe.steps(steps),              close(movesOf, { rtol: 2e-3 }),
        { hint: 'tf.train has a function for each: SGD with momentum is momentum(learningRate, 0.9). Each gets the rate that was given.' }),
  check('get-optimizer/settings',     0.25, 'they do so with gradients that change',                    probe.steps(changing),              close(movesOf, { rtol: 2e-3, atol: 1e-6 }),
        { ...hidden, hint: 'Apart from the momentum of SGD, leave the settings of tf.train as they are.' }),
  check('get-optimizer/spelling',     0.5,  'names count in any spelling of case',                      probe.spellings(spellings),         equal(asNamed),
        { hint: 'Make the name lower case before you compare it.' }),
  check('get-optimizer/new',          0.5,  'every call gives a new optimizer',                         probe.newOptimizers(calls),         equal((input: publicProbes.Calls) => each(optimizers, `new optimizers: ${input.calls}`)),
        { hint: 'An optimizer remembers its steps: make it when the function is called, not before.' }),
  check('get-optimizer/unknown',      0.5,  'another name is an error',                                 probe.otherNames(others),           refused,
        { hint: 'First make the three names work, then throw an error for every other name. An object has more keys than you gave it: constructor is one.' }),
  check('get-optimizer/similar',      0.25, 'so is a name that only looks similar',                     probe.otherNames(similar),          refused,
        { ...hidden, hint: 'The whole name must be one of the three, and these must work.' }),

  check('sweep/rows',                 1.5,  'one row for every combination, with its accuracy',         probe.sweepRows(sweep),             close(rowsOf),
        { hint: 'Three loops, one in the other, over the lists that the function has; await the training and store its testAccuracy.' }),
  check('sweep/data',                 0.5,  'each training gets the data of its noise level',           probe.sweepData(sweep),
        fields({ length: equal(combinations), 'number with data of another noise level': equal(0), 'number with labels of other points': equal(0), 'numbers of samples, of epochs and of rows in a batch, where they are not those of the defaults': equal([]) }),
        { hint: 'Pass the noise level to generateNoisyData, by its name, and the same one to trainAndEvaluate; leave the numbers of samples, epochs and rows in a batch as they are. x and y come from one call, in one order.' }),
  check('sweep/defaults',             0.5,  'without arguments there are 27 rows',                      probe.defaultRows(defaults),        close(rowsOf),
        { hint: 'Loop over noiseLevels and learningRates, whatever they hold, and keep no rows of an earlier call. If sweep/rows fails too, begin there.' }),
  check('sweep/no-leak',              0.5,  'no model is trained on rows that it is tested on',         secret.trainedRows(split),
        fields({ trainings: equal(combinations), trainedOnTestRows: equal(0), trainedRows: equal(({ rows }: hiddenProbes.Split) => 0.8 * rows) }),
        { ...hidden, hint: 'trainAndEvaluate splits the data itself: give it the points as they were generated, each once.' }),

  check('heatmaps/cells',             1.5,  'each cell shows the accuracy of its noise level and rate', probe.heatmapCells(map),            close(cellsOf),
        { hint: 'Rows are noise levels and columns learning rates: z[i][j] belongs to y[i] and x[j]. Look each accuracy up, as the rows come in any order.' }),
  check('heatmaps/labels',            0.5,  'labels are true for other levels and rates, too',          probe.heatmapCells(awkward),        close(cellsOf),
        { ...hidden, hint: 'Take the labels from the rows, and beware of orders that differ: texts and object keys sort in their own way.' }),
  check('heatmaps/style',             0.5,  'three maps with category axes and numbers in the cells',   probe.heatmapStyle(map),
        fields({ ...drawn, 'optimizers that are named at another map, or not where others are': equal([]), 'type of the axes': equal('category'), 'axes with the title of the other': equal([]), 'numbers in the cells': equal(true) }),
        { hint: 'heatmap({ … }) does both by itself. In a trace of your own, set the type of the axes and a texttemplate. The title of each map is its own optimizer.' }),
  check('heatmaps/one-scale',         0.5,  'equal accuracies have equal colours in the three maps',    probe.heatmapStyle(map),            fields({ ...drawn, 'one colour scale': equal(true), 'smallest share of the colours that a map uses': between(0.02, 1000) }),
        { hint: 'Fill the maps with the accuracies, then give all three the same zmin and zmax, 0 and 1.' }),

  byHand('questions/adaptive', 1, 'Do adaptive optimizers do better here, and why or why not?',
         'Full: says what the own maps show (usually no clear difference; below 7 points nothing can be said with 200 test points) and gives a reason: this noise makes classes overlap, which limits every classifier; or SGD\'s momentum makes equal rates unequal steps. Half: only the textbook claim, or no look at the maps.'),
  byHand('questions/rate', 1, 'How does the best learning rate change with the noise level?',
         'Full: names the best rate per optimizer from the own maps and how (or that it hardly) changes; notes that differences are small at high noise. Half: one optimizer only, or numbers without comparison.'),
  byHand('questions/epochs', 1, 'What do more epochs do?',
         'Full: more epochs help at low noise (slow settings most: Adam 0.01 goes from about .80 to .998 with 500), hardly or not at high noise, where the network begins to fit noise. Half: "it gets better" without the noise level.'),
  byHand('questions/other-noise', 1, 'How to test other kinds of noise?',
         'Full: a concrete change of the data (heavy tails, outliers, flipped labels), kept comparable, and a measure with several seeds. Half: only names a kind of noise.'),
] });
