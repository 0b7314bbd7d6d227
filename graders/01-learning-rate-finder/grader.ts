import {
  between,
  callsOf,
  check,
  close,
  defineGrader,
  equal,
  fields,
  hidden,
  reference,
  text,
  varied,
} from 'gradlab/grading';
import * as publicProbes from './probes.js';
import * as hiddenProbes from './probes.hidden.js';

const probe = callsOf(publicProbes);
const secret = callsOf(hiddenProbes, 'hidden');

interface Range {
  minLr: number;
  maxLr: number;
  steps: number;
}

const factorOf = ({ minLr, maxLr, steps }: Range) => (maxLr / minLr) ** (1 / steps);

/** Rates of the first batch, the second, …: `count` of them. */
const ratesOf = (range: Range, count: number) =>
  Array.from({ length: count }, (_, i) => range.minLr * factorOf(range) ** i);

const range = varied({ minLr: 0.1, maxLr: 1000, steps: 4 }, (random) => ({
  minLr: random.uniform(1e-4, 0.05),
  maxLr: random.uniform(5, 500),
  steps: random.integer(5, 9), // Inputs of the grader's own never repeat the public ones.
}));

const training = varied({ minLr: 1e-3, maxLr: 1, steps: 3, losses: [2.5, 2, 1.5] }, (random) => ({
  minLr: random.uniform(1e-4, 1e-3),
  maxLr: random.uniform(0.5, 2),
  steps: 3,
  losses: [random.uniform(2, 3), random.uniform(1, 2), random.uniform(0, 1)],
}));

const unfinished = { minLr: 1e-3, maxLr: 10, steps: 4, losses: [2.5, 2, 1.5] };

const brokenBy = (loss: number) => ({ minLr: 1e-3, maxLr: 1, steps: 3, losses: [2, loss, 1] });

/** What a finder leaves behind when its second batch breaks training. */
const endsWith = (loss: number) =>
  fields({
    stopTraining: equal(true),
    losses: close([2, loss]),
    learningRates: close([1e-3, 1e-2]),
    nextRate: close(1e-2),
    printsThatItStops: equal(true),
  });

interface Search {
  rows: number;
  batchSize: number;
  steps: number;
}

/** A search with a model that does not look at its rows. */
interface Biased extends Search {
  bias: number;
}

const compiling = varied({ rows: 50, batchSize: 10, steps: 3, scale: 1 }, (random) => ({
  rows: random.integer(30, 60),
  batchSize: 10,
  steps: 3,
  scale: random.uniform(0.5, 2),
}));

/** Many batches of few rows: holding rows back for validation costs one at least. */
const search = varied({ rows: 400, batchSize: 2, steps: 16, bias: 1 }, (random) => ({
  rows: random.integer(250, 400),
  batchSize: random.integer(3, 5),
  steps: random.integer(8, 12),
  bias: random.uniform(0.5, 2),
}));
/** Few batches of many rows: what counts is how many rows are seen. */
const sure = varied({ rows: 400, batchSize: 20, steps: 6, scale: 5 }, (random) => ({
  rows: random.integer(250, 400),
  batchSize: 20,
  steps: 6,
  scale: random.uniform(4.5, 7),
}));
const subset = { rows: 400, batchSize: 20, steps: 6 };
const fewRows = { rows: 25, batchSize: 10, steps: 7, bias: 1 };

/** Of `findLearningRate`, which leaves minLr and maxLr at their defaults. */
const lastRate = ({ steps }: Search, batches: number) =>
  ratesOf({ minLr: 1e-7, maxLr: 10, steps }, batches).at(-1)!;

interface Curve {
  learningRates: number[];
  losses: number[];
}

const shownCurve: Curve = { learningRates: [0.001, 0.01, 0.1, 1, 10], losses: [NaN, 2, 0.5, Infinity, 3] };

const curve = varied(shownCurve, (random) => {
  const count = random.integer(6, 9);
  const best = random.integer(2, count - 2);
  const scale = 10 ** random.uniform(-1, 3);
  const learningRates = Array.from({ length: count }, (_, i) => 10 ** (i - 5 + random.uniform(0, 0.9)));
  const losses = learningRates.map(
    (_, i) => scale * (i === best ? random.uniform(0.5, 1) : random.uniform(1.5, 3)),
  );
  [losses[0], losses[best + 1]] = [NaN, Infinity];
  return { learningRates, losses };
});

/** The smallest loss comes first, comes last, comes after another dip, is negative. */
const ends: Curve[] = [
  { learningRates: [0.02, 0.2, 2, 20], losses: [0.25, 0.5, NaN, 4] },
  { learningRates: [0.03, 0.3, 3], losses: [5000, 4000, 3000] },
  { learningRates: [0.05, 0.1, 0.2, 0.4, 0.8], losses: [3, 2, 2.5, 1.5, 4] },
  { learningRates: [0.04, 0.4, 4, 40], losses: [-Infinity, -1, -2, Infinity] },
];

const finite = ({ learningRates, losses }: Curve) => {
  const kept = losses.map((loss) => Number.isFinite(loss));
  return { x: learningRates.filter((_, i) => kept[i]), y: losses.filter((_, i) => kept[i]) };
};

/** The point with the smallest finite loss. */
const bestOf = (points: Curve) => {
  const { x, y } = finite(points);
  const at = y.indexOf(Math.min(...y));
  return { x: x[at]!, y: y[at]! };
};

// prettier-ignore
export default defineGrader({ checks: [
  //    id                        points  title the student reads                                    what is observed                        what is expected
  check('lr-factor/four-steps',     1,   'four steps lead from 0.1 to 1000',                         probe.factor(range),                    close(factorOf, { rtol: 1e-6 }),
        { hint: 'Which number, multiplied `steps` times, turns minLr into maxLr? Begin with the ratio of the two.' }),
  check('lr-factor/defaults',       0.5, 'the defaults lead from 1e-7 to 10 in 200 steps',           probe.defaultFactor(null),              close(reference(), { rtol: 1e-6 }),
        { hint: 'Try your formula by hand: multiply minLr by the factor 200 times. Is it maxLr then?' }),
  check('lr-factor/three-steps',    0.5, 'the factor is right for other ranges too',                 probe.factor({ minLr: 2, maxLr: 2000, steps: 3 }), close(10, { rtol: 1e-6 }),
        { ...hidden, hint: 'minLr may be larger than 1, and steps may be any number.' }),

  check('update-lr/rates',          0.75, 'each batch is trained at the recorded rate, one factor above the last', probe.training(training),
        fields({ rateOfBatch: close((input: typeof training) => ratesOf(input, 3)), learningRates: close((input: typeof training) => ratesOf(input, 3)), losses: close((input: typeof training) => input.losses) }),
        { hint: 'Batches are recorded with the rate that they were trained at, the first one with minLr. What turns the current rate into the next?' }),
  check('update-lr/applied',        0.25, 'the optimizer uses the new rate',                          probe.training(unfinished),
        fields({ stopTraining: equal(false), nextRate: close(1), nextStep: close(1, { rtol: 1e-4 }) }),
        { hint: 'Hand the new rate over with setLearningRate, after every batch: setting a field of the optimizer is not enough.' }),
  check('update-lr/stops-on-nan',   0.5, 'a loss that is not a number is recorded, ends the training and leaves the rate alone', probe.training(brokenBy(NaN)), endsWith(NaN),
        { hint: 'The given lines do this, in this order: record, test, print, stop, return. Compute the new rate after them.' }),
  check('update-lr/stops-on-infinity', 0.25, 'an infinite loss does the same',                       probe.training(brokenBy(Infinity)), endsWith(Infinity),
        { hint: 'Number.isFinite is false for both NaN and Infinity.' }),
  check('update-lr/two-finders',    0.25, 'two finders do not disturb each other',                   secret.twoTrainings({ steps: [2, 4], maxLr: 0.1 }), twoTrainings([2, 4], 0.1),
        { ...hidden, hint: 'Keep what changes in `this`, not in variables of the notebook or of the class, and leave lrFactor as it is.' }),

  check('compile/optimizer',        0.5, 'the optimizer is plain SGD',                               probe.optimizer(compiling),             equal('SGD'),
        { hint: 'Compile the model that the function was given. `tf.train` has a function for each optimizer; the rate does not matter here, as the finder sets it.' }),
  check('compile/loss',             0.5, 'the loss is the sparse categorical cross-entropy',         probe.knownLoss(compiling),             close(crossEntropy, { rtol: 1e-3 }),
        { hint: 'Labels are class numbers, not one-hot vectors: the text above the cell names the loss for that.' }),

  check('fit/batches',              0.75, 'as many batches as `steps` are recorded when the promise resolves', probe.batches(search),
        fields({ learningRates: fields({ length: equal(({ steps }: Biased) => steps) }), losses: fields({ length: equal(({ steps }: Biased) => steps), first: close(untrainedLoss, { rtol: 1e-3 }), 'last / first': between(0, 0.995) }) }),
        { hint: 'Did you await model.fit, pass batchSize and callbacks, and train for one epoch on all of x?' }),
  check('fit/last-rate',            0.5, 'the last batch is trained one factor below maxLr',         probe.batches(search),                  fields({ lastRate: close((input: Biased) => lastRate(input, input.steps), { rtol: 1e-4 }), losses: fields({ first: close(untrainedLoss, { rtol: 1e-3 }) }) }),
        { hint: 'Pass lrFinder, the finder made at the top of the function, once. It has to know `steps`.' }),
  check('fit/aligned',              0.25, 'labels stay with their rows',                             probe.alwaysRight(sure),                fields({ first: close(sureLoss, { rtol: 1e-3 }), largest: between(0, 0.05) }),
        { hint: 'Train on x and y as they are after the subset was taken: row i of one belongs to row i of the other.' }),
  check('fit/subset',               0.25, 'the subset is drawn from all rows',                       probe.shareOfLateRows(subset),          between(0.45, 0.95),
        { hint: 'The given lines draw random rows, since data may be sorted. Train on what they give.' }),
  check('fit/few-rows',             0.25, 'with too few rows the epoch ends early',                  probe.batches(fewRows),                 fields({ losses: fields({ length: equal(3), first: close(untrainedLoss(fewRows), { rtol: 1e-3 }) }), lastRate: close(lastRate(fewRows, 3), { rtol: 1e-4 }) }),
        { ...hidden, hint: 'One epoch over x as it is, even if that takes fewer batches than `steps`.' }),

  check('best-lr/rate',             1.5, 'the rate with the smallest finite loss is returned',       probe.bestRate(curve),                  close((input: Curve) => bestOf(input).x),
        { hint: 'First find where the smallest loss stands. Its rate stands at the same place in learningRates.' }),
  check('best-lr/ends',             0.5, 'also on a bumpy curve, and where the smallest loss comes first or last; the given lists stay as they were', secret.bestRates({ curves: ends }), fields({ rates: close(ends.map((one) => bestOf(one).x)), lists: equal(ends) }),
        { ...hidden, hint: 'Does your search look at every loss, the first and the last too, however large or small, and change none?' }),
  check('best-lr/marker',           0.5, 'the curve is whole and the marker stands on its smallest loss', probe.figure(curve),               fields({ shown: equal(true), curve: close(finite), marker: close(bestOf) }),
        { hint: 'minLossIdx is a place in `losses` as the filter left them. Look for it without changing the two lists: the curve is drawn from them.' }),
  check('best-lr/annotation',       0.5, 'the axis is logarithmic and the annotation names the rate', probe.figure(curve),
        fields({
          shown: equal(true),
          'xaxis.type': equal('log'),
          annotation: fields({ text: text('Best LR'), rate: close((input: Curve) => bestOf(input).x, { rtol: 0.01 }), x: close((input: Curve) => Math.log10(bestOf(input).x), { atol: 1e-6 }), y: close((input: Curve) => bestOf(input).y) }),
        }),
        { hint: 'The text names bestLr, and the arrow points to it: on a logarithmic axis, Plotly wants the x of an annotation as log10.' }),
] });

/** What two trainings of the hidden probe must give. */
function twoTrainings(steps: number[], maxLr: number) {
  const ranges = steps.map((count) => ({ minLr: 1e-3, maxLr, steps: count }));
  return close(ranges.map((one) => ({ learningRates: ratesOf(one, one.steps), lrFactor: factorOf(one) })));
}

/** −log p of class 0 for a model that has seen nothing but its bias: logits `bias`, 0 and 0. */
function untrainedLoss({ bias }: Biased): number {
  return Math.log(Math.exp(bias) + 2) - bias;
}

/** −log p of the right class for a model whose logits are `scale` for that and 0 for the two others. */
function sureLoss({ scale }: { scale: number }): number {
  return Math.log(1 + 2 * Math.exp(-scale));
}

/** −log p of class 2 for the model and the rows of the probe: logits 0.5, 0 and scale − 0.5. */
function crossEntropy({ scale }: { scale: number }): number {
  const logits = [0.5, 0, scale - 0.5];
  return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[2]!;
}
