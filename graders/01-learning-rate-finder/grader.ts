import {
  between,
  callsOf,
  check,
  close,
  defineGrader,
  equal,
  fields,
  hidden,
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

const largeRange = varied({ minLr: 2, maxLr: 2000, steps: 3 }, (random) => ({
  minLr: random.uniform(1.1, 1.9),
  maxLr: random.uniform(50, 900),
  steps: random.integer(4, 9),
}));

/** Without arguments, and with steps alone. */
const defaults = varied<{ steps?: number }>({}, (random) => ({ steps: random.integer(50, 150) }));

type Training = typeof training;

const unfinished = varied({ minLr: 1e-3, maxLr: 10, steps: 4, losses: [2.5, 2, 1.5] }, (random) => ({
  minLr: random.uniform(1e-4, 9e-4),
  maxLr: random.uniform(2, 8),
  steps: random.integer(5, 6),
  losses: [2.5, 2, 1.5],
}));
/** Of the batch that would come next. */
const nextRate = (input: Training) => ratesOf(input, 4)[3];

const brokenBy = (loss: number) =>
  varied({ minLr: 1e-3, maxLr: 1, steps: 3, losses: [2, loss, 1] }, (random) => ({
    minLr: random.uniform(1e-4, 9e-4),
    maxLr: random.uniform(1.5, 3),
    steps: 3,
    losses: [random.uniform(2.1, 3), loss, 1],
  }));

/** What a finder leaves behind when its second batch breaks training. */
const endsThere = fields({
  stopTraining: equal(true),
  losses: close(({ losses }: Training) => losses.slice(0, 2)),
  learningRates: close((input: Training) => ratesOf(input, 2)),
  nextRate: close((input: Training) => ratesOf(input, 2)[1]),
  printsThatItStops: equal(true),
});

const pair = varied<{ steps: [number, number]; maxLr: number }>({ steps: [2, 4], maxLr: 0.1 }, (random) => ({
  steps: [random.integer(2, 3), random.integer(4, 6)],
  maxLr: random.uniform(0.2, 0.9),
}));

interface Search {
  rows: number;
  batchSize: number;
  steps: number;
}

/** A search with a model that does not look at its rows. */
interface Biased extends Search {
  bias: number;
}

/** Single precision, and losses that come close to 0. */
const LOSS = { rtol: 1e-3, atol: 1e-4 };

const compiled = { rows: 50, batchSize: 10, steps: 3 };
/** Gradients that change, so that whatever an optimizer remembers shows. */
const stepping = varied({ ...compiled, learningRate: 0.1, gradients: [1, -2, 0.5] }, (random) => ({
  ...compiled,
  learningRate: random.uniform(0.2, 0.5),
  gradients: [random.uniform(0.5, 1.5), random.uniform(-3, -2), random.uniform(0.1, 0.5)],
}));
const known = varied({ ...compiled, label: 2, scale: 0.5 }, (random) => ({
  ...compiled,
  label: random.integer(0, 1),
  scale: random.uniform(1, 2),
}));

/** Many batches of few rows: holding rows back for validation costs one at least. */
const search = varied({ rows: 400, batchSize: 2, steps: 16, bias: 1 }, (random) => ({
  rows: random.integer(250, 400),
  batchSize: random.integer(3, 5),
  steps: random.integer(8, 12),
  bias: random.uniform(1.5, 2),
}));
/** Few batches of many rows: what counts is how many rows are seen. */
const sure = varied({ rows: 400, batchSize: 20, steps: 6, scale: 5 }, (random) => ({
  rows: random.integer(250, 400),
  batchSize: 20,
  steps: 6,
  scale: random.uniform(5.5, 7),
}));
/** Many rows in each batch, so that chance changes the share of late ones little: five of its standard deviations are allowed. */
const subset = varied({ rows: 40_000, batchSize: 400, steps: 10 }, (random) => ({
  rows: Math.round(4000 / (1 - random.uniform(0.15, 0.82))),
  batchSize: 400,
  steps: 10,
}));
const shareOfLate = ({ rows, batchSize, steps }: Search) => 1 - (batchSize * steps) / rows;
/** One batch too few, so that the last rates are large enough to train. */
const fewRows = varied({ rows: 43, batchSize: 5, steps: 10, bias: 1 }, (random) => {
  const steps = random.integer(12, 15);
  return { rows: 5 * (steps - 1) - random.integer(0, 4), batchSize: 5, steps, bias: random.uniform(1.5, 2) };
});

/** How many batches there are. */
const batchesOf = ({ rows, batchSize, steps }: Search) => Math.min(steps, Math.ceil(rows / batchSize));

/** Of `findLearningRate`, which leaves minLr and maxLr at their defaults. */
const searchedRates = (input: Search) =>
  ratesOf({ minLr: 1e-7, maxLr: 10, steps: input.steps }, batchesOf(input));

/** What a model learns that sees zeros of class 0 only: its logits are `bias`, 0 and 0 before the first batch. */
function learnedBy(input: Biased) {
  let [right, other] = [input.bias, 0];
  const losses = searchedRates(input).map((rate) => {
    const loss = Math.log(1 + 2 * Math.exp(other - right));
    const p = Math.exp(-loss);
    [right, other] = [right + rate * (1 - p), other - (rate * (1 - p)) / 2];
    return loss;
  });
  return { losses, bias: right };
}
const lossesOf = (input: Biased) => learnedBy(input).losses;

/** The last rate, and that the model was trained with it and those before. */
const trained = {
  lastRate: close((input: Biased) => searchedRates(input).at(-1), { rtol: 1e-4 }),
  'bias of class 0 afterwards': close((input: Biased) => learnedBy(input).bias, { rtol: 1e-3 }),
};

interface Curve {
  learningRates: number[];
  losses: number[];
}

const shownCurve: Curve = { learningRates: [0.001, 0.01, 0.1, 1, 10], losses: [NaN, 2, 0.5, 3, Infinity] };

const curve = varied(shownCurve, (random) => {
  const count = random.integer(6, 9);
  const best = random.integer(2, count - 2);
  const scale = 10 ** random.uniform(-1, 3);
  const learningRates = Array.from({ length: count }, (_, i) => 10 ** (i - 5 + random.uniform(0, 0.9)));
  const losses = learningRates.map(
    (_, i) => scale * (i === best ? random.uniform(0.5, 1) : random.uniform(1.5, 3)),
  );
  // Nor do they tell where the smallest loss is.
  const elsewhere = losses.flatMap((_, i) => (i > 0 && Math.abs(i - best) > 1 ? i : []));
  [losses[0], losses[elsewhere[random.integer(0, elsewhere.length - 1)]!]] = [NaN, Infinity];
  return { learningRates, losses };
});

/** The smallest loss comes first, comes last, comes after another dip, is negative, stands alone beside a broad dip. */
const endsTimes = (factor: number) => ({
  curves: [
    { learningRates: [0.02, 0.2, 2, 20], losses: [0.25, 0.5, NaN, 4] },
    { learningRates: [0.03, 0.3, 3], losses: [5000, 4000, 3000] },
    { learningRates: [0.05, 0.1, 0.2, 0.4, 0.8], losses: [3, 2, 2.5, 1.5, 4] },
    { learningRates: [0.04, 0.4, 4, 40], losses: [-Infinity, -1, -2, Infinity] },
    { learningRates: [0.06, 0.12, 0.24, 0.48, 0.96, 1.92], losses: [9, 8.5, 1, 9.5, 1.5, 1.25] },
  ].map(({ learningRates, losses }) => ({
    learningRates: learningRates.map((rate) => factor * rate),
    losses,
  })),
});
const ends = varied(endsTimes(1), (random) => endsTimes(random.uniform(1.1, 2)));

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
  check('lr-factor/defaults',       0.5, 'the defaults lead from 1e-7 to 10 in 200 steps',           probe.defaultFactor(defaults),          close(({ steps = 200 }: { steps?: number }) => factorOf({ minLr: 1e-7, maxLr: 10, steps }), { rtol: 1e-6 }),
        { hint: 'Try your formula by hand: multiply minLr by the factor 200 times. Is it maxLr then?' }),
  check('lr-factor/three-steps',    0.5, 'the factor is right for other ranges too',                 probe.factor(largeRange),               close(factorOf, { rtol: 1e-6 }),
        { ...hidden, hint: 'minLr may be larger than 1, and steps may be any number.' }),

  check('update-lr/rates',          0.75, 'each batch is trained at the recorded rate, one factor above the last', probe.training(training),
        fields({ rateOfBatch: close((input: typeof training) => ratesOf(input, 3)), learningRates: close((input: typeof training) => ratesOf(input, 3)), losses: close((input: typeof training) => input.losses) }),
        { hint: 'Batches are recorded with the rate that they were trained at, the first one with minLr. What turns the current rate into the next?' }),
  check('update-lr/applied',        0.25, 'the optimizer uses the new rate',                          probe.training(unfinished),
        fields({ stopTraining: equal(false), nextRate: close(nextRate), nextStep: close(nextRate, { rtol: 1e-4 }) }),
        { hint: 'Hand the new rate over with setLearningRate, after every batch: setting a field of the optimizer is not enough.' }),
  check('update-lr/stops-on-nan',   0.5, 'a loss that is not a number is recorded, ends the training and leaves the rate alone', probe.training(brokenBy(NaN)), endsThere,
        { hint: 'The given lines do this, in this order: record, test, print, stop, return. Compute the new rate after them.' }),
  check('update-lr/stops-on-infinity', 0.25, 'an infinite loss does the same',                       probe.training(brokenBy(Infinity)), endsThere,
        { hint: 'Number.isFinite is false for both NaN and Infinity.' }),
  check('update-lr/two-finders',    0.25, 'two finders do not disturb each other',                   secret.twoTrainings(pair),              close(twoTrainings),
        { ...hidden, hint: 'Keep what changes in `this`, not in variables of the notebook or of the class, and leave lrFactor as it is.' }),

  check('compile/optimizer',        0.5, 'the optimizer is plain SGD',                               probe.optimizer(stepping),              fields({ name: equal('SGD'), moves: close(plainMoves, { rtol: 1e-4 }) }),
        { hint: 'Compile the model that the function was given. `tf.train` has a function for each optimizer; the rate does not matter here, as the finder sets it.' }),
  check('compile/loss',             0.5, 'the loss is the sparse categorical cross-entropy',         probe.knownLoss(known),                 close(crossEntropy, { rtol: 1e-3 }),
        { hint: 'Labels are class numbers, not one-hot vectors: the text above the cell names the loss for that.' }),

  check('fit/batches',              0.75, 'as many batches as `steps` are recorded when the promise resolves', probe.batches(search),
        fields({ learningRates: fields({ length: equal(batchesOf) }), losses: fields({ length: equal(batchesOf), all: close(lossesOf, LOSS) }), 'bias of class 0 afterwards': trained['bias of class 0 afterwards'] }),
        { hint: 'Did you await model.fit, pass batchSize and callbacks, and train for one epoch on all of x?' }),
  check('fit/last-rate',            0.5, 'the last batch is trained one factor below maxLr',         probe.batches(search),                  fields(trained),
        { hint: 'Pass lrFinder, the finder made at the top of the function, once. It has to know `steps`.' }),
  check('fit/aligned',              0.25, 'labels stay with their rows',                             probe.alwaysRight(sure),                fields({ first: close(sureLoss, { rtol: 1e-3 }), largest: between(0, 0.05) }),
        { hint: 'Train on x and y as they are after the subset was taken: row i of one belongs to row i of the other.' }),
  check('fit/subset',               0.25, 'the subset is drawn from all rows',                       probe.shareOfLateRows(subset),          close(shareOfLate, { rtol: 0, atol: 0.06 }),
        { hint: 'The given lines draw random rows, since data may be sorted. Train on what they give.' }),
  check('fit/few-rows',             0.25, 'with too few rows the epoch ends early',                  probe.batches(fewRows),                 fields({ losses: fields({ length: equal(batchesOf) }), ...trained }),
        { ...hidden, hint: 'One epoch over x as it is, even if that takes fewer batches than `steps`.' }),

  check('best-lr/rate',             1.5, 'the rate with the smallest finite loss is returned',       probe.bestRate(curve),                  close((input: Curve) => bestOf(input).x),
        { hint: 'First find where the smallest loss stands. Its rate stands at the same place in learningRates.' }),
  check('best-lr/ends',             0.5, 'also on a bumpy curve, and where the smallest loss comes first or last; the given lists stay as they were', secret.bestRates(ends),          fields({ rates: close(({ curves }: typeof ends) => curves.map((one) => bestOf(one).x)), lists: equal(({ curves }: typeof ends) => curves) }),
        { ...hidden, hint: 'Does your search look at every loss as it is, the first and the last too, however large or small, and change none?' }),
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
function twoTrainings({ steps, maxLr }: typeof pair) {
  const ranges = steps.map((count) => ({ minLr: 1e-3, maxLr, steps: count }));
  return ranges.map((one) => ({ learningRates: ratesOf(one, one.steps), lrFactor: factorOf(one) }));
}

/** −log p of the right class for a model whose logits are `scale` for that and 0 for the two others. */
function sureLoss({ scale }: { scale: number }): number {
  return Math.log(1 + 2 * Math.exp(-scale));
}

/** SGD: minus the rate times the gradient, whatever came before. */
function plainMoves({ learningRate, gradients }: publicProbes.Steps): number[] {
  return gradients.map((gradient) => -learningRate * gradient);
}

/** −log p of the right class for the logits of the probe: `scale` for it, and 0.5 and 0 or twice 0 for the others. */
function crossEntropy({ label, scale }: typeof known): number {
  const logits = [label === 0 ? scale : 0.5, label === 1 ? scale : 0, label === 2 ? scale : 0];
  return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - scale;
}
