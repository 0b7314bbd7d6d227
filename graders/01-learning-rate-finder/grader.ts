import { between, callsOf, check, close, defineGrader, equal, fields, hidden, text, varied } from 'gradlab/grading';
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

/** Rates before the first batch, the second, …: `count` of them. */
const ratesOf = (range: Range, count: number) => Array.from({ length: count }, (_, i) => range.minLr * factorOf(range) ** i);

const range = varied({ minLr: 0.1, maxLr: 1000, steps: 4 }, (random) => ({
  minLr: random.uniform(1e-4, 0.05),
  maxLr: random.uniform(5, 500),
  steps: random.integer(3, 9),
}));

const training = varied({ minLr: 1e-3, maxLr: 1, steps: 3, losses: [2.5, 2, 1.5] }, (random) => ({
  minLr: random.uniform(1e-4, 1e-3),
  maxLr: random.uniform(0.5, 2),
  steps: 3,
  losses: [random.uniform(2, 3), random.uniform(1, 2), random.uniform(0, 1)],
}));

const brokenBy = (loss: number) => ({ minLr: 1e-3, maxLr: 1, steps: 3, losses: [2, loss, 1] });

const search = { rows: 500, batchSize: 10, steps: 7 };
const fewRows = { rows: 25, batchSize: 10, steps: 7 };

/** Of `findLearningRate`, which leaves minLr and maxLr at their defaults. */
const lastRate = ({ steps }: { steps: number }, batches: number) => ratesOf({ minLr: 1e-7, maxLr: 10, steps }, batches).at(-1)!;

const curve = varied({ learningRates: [0.001, 0.01, 0.1, 1, 10], losses: [NaN, 2, 0.5, Infinity, 3] }, (random) => ({
  learningRates: [1e-4, 1e-3, 1e-2, 1e-1, 1, 10],
  losses: [random.uniform(4, 5), Infinity, random.uniform(2, 3), random.uniform(0, 1), NaN, random.uniform(5, 9)],
}));
const firstIsBest = { learningRates: [0.02, 0.2, 2, 20], losses: [0.25, 0.5, NaN, 4] };

const bestOf = ({ learningRates, losses }: { learningRates: number[]; losses: number[] }) => {
  const y = Math.min(...losses.filter((loss) => Number.isFinite(loss)));
  return { x: learningRates[losses.indexOf(y)]!, y };
};

// prettier-ignore
export default defineGrader({ checks: [
  //    id                        points  title the student reads                                    what is observed                        what is expected
  check('lr-factor/four-steps',     1,   'four steps lead from 0.1 to 1000',                         probe.factor(range),                    close(factorOf, { rtol: 1e-9 }),
        { hint: 'Which number, multiplied `steps` times, turns minLr into maxLr? Begin with the ratio of the two.' }),
  check('lr-factor/defaults',       0.5, 'the defaults lead from 1e-7 to 10 in 200 steps',           probe.defaultFactor(null),              close(1e8 ** (1 / 200), { rtol: 1e-9 }),
        { hint: 'Use minLr, maxLr and steps of the constructor, without numbers of your own.' }),
  check('lr-factor/three-steps',    0.5, 'three steps lead from 2 to 2000',                          probe.factor({ minLr: 2, maxLr: 2000, steps: 3 }), close(10, { rtol: 1e-9 }),
        { ...hidden, hint: 'Try a minLr that is larger than 1.' }),

  check('update-lr/rates',          0.75, 'each batch is trained at the recorded rate, one factor above the last', probe.training(training),
        fields({ trainedAt: close((input: typeof training) => ratesOf(input, 3)), learningRates: close((input: typeof training) => ratesOf(input, 3)) }),
        { hint: 'The next rate is the current rate times lrFactor.' }),
  check('update-lr/applied',        0.25, 'the optimizer uses the new rate',                          probe.training({ minLr: 1e-3, maxLr: 1, steps: 3, losses: [2.5, 2, 1.5] }),
        fields({ nextRate: close(1, { rtol: 1e-6 }), step: close(1, { rtol: 1e-4 }), losses: close([2.5, 2, 1.5]) }),
        { hint: 'Hand the new rate over with setLearningRate: setting a field of the optimizer is not enough.' }),
  check('update-lr/stops-on-nan',   0.5, 'a loss that is not a number is recorded, ends the training and leaves the rate alone', probe.training(brokenBy(NaN)),
        fields({ losses: close([2, NaN]), learningRates: close([1e-3, 1e-2]), stopped: equal(true), saysSo: equal(true), nextRate: close(1e-2) }),
        { hint: 'The given lines do this: record, test, return. Compute the new rate after them.' }),
  check('update-lr/stops-on-infinity', 0.25, 'an infinite loss does the same',                       probe.training(brokenBy(Infinity)),
        fields({ losses: close([2, Infinity]), learningRates: close([1e-3, 1e-2]), stopped: equal(true), saysSo: equal(true), nextRate: close(1e-2) }),
        { hint: 'Number.isFinite is false for both NaN and Infinity.' }),
  check('update-lr/two-finders',    0.25, 'a second finder starts anew',                             secret.twoTrainings({ steps: [2, 4], maxLr: 0.1 }),
        independentTrainings([2, 4], 0.1), { ...hidden, hint: 'Keep everything in `this`, nothing in variables of the notebook.' }),

  check('compile/optimizer',        0.5, 'the optimizer is plain SGD',                               probe.optimizer(search),                equal('SGD'),
        { hint: 'tf.train.sgd(…): the rate does not matter, the finder sets it.' }),
  check('compile/loss',             0.5, 'the loss is the sparse categorical cross-entropy',         probe.firstLoss(search),                close(crossEntropy(), { rtol: 1e-3 }),
        { hint: "Labels are class numbers: 'sparseCategoricalCrossentropy'." }),

  check('fit/batches',              1,   'seven batches are recorded when the promise resolves',     probe.batches(search),
        fields({ learningRates: equal(7), losses: equal(7) }),
        { hint: 'Did you await model.fit, pass batchSize and callbacks, and train for one epoch?' }),
  check('fit/last-rate',            0.5, 'the last batch is trained one factor below maxLr',         probe.batches(search),                  fields({ lastRate: close(lastRate(search, 7), { rtol: 1e-4 }) }),
        { hint: 'Pass lrFinder, the finder made above, as a callback.' }),
  check('fit/aligned',              0.25, 'labels stay with their rows',                             probe.largestLoss({ rows: 500, batchSize: 10, steps: 4 }), between(0, 0.05),
        { hint: 'Train on x and y as they are after the subset was taken.' }),
  check('fit/few-rows',             0.25, 'with too few rows the epoch ends early',                  probe.batches(fewRows),                 fields({ losses: equal(3), lastRate: close(lastRate(fewRows, 3), { rtol: 1e-4 }) }),
        { ...hidden, hint: 'One epoch, whatever the number of rows.' }),

  check('best-lr/rate',             1.5, 'the rate with the smallest finite loss is returned',       probe.bestRate(curve),                  close((input: typeof curve) => bestOf(input).x, { rtol: 1e-6 }),
        { hint: 'Find the index of the smallest loss; the rate stands at the same index of the filtered rates.' }),
  check('best-lr/first',            0.5, 'also when the first loss is the smallest',                 probe.bestRate(firstIsBest),            close(bestOf(firstIsBest).x, { rtol: 1e-6 }),
        { ...hidden, hint: 'Is your search right when the minimum is the very first value?' }),
  check('best-lr/marker',           0.5, 'the marker stands on the smallest loss',                   probe.figure(curve),                    fields({ marker: close(bestOf) }),
        { hint: 'minLossIdx is an index into the filtered losses.' }),
  check('best-lr/annotation',       0.5, 'the axis is logarithmic and the annotation names the rate', probe.figure({ learningRates: [0.001, 0.01, 0.1, 1, 10], losses: [NaN, 2, 0.5, Infinity, 3] }),
        fields({ xAxis: equal('log'), annotation: fields({ text: text('Best LR', '1.00e-1'), x: close(-1), y: close(0.5) }) }),
        { hint: 'bestLr is a learning rate, not a loss and not an index.' }),
] });

/** What two trainings of the hidden probe must give. */
function independentTrainings(steps: number[], maxLr: number) {
  return close(steps.map((count) => ({ rates: ratesOf({ minLr: 1e-3, maxLr, steps: count }, count), factor: factorOf({ minLr: 1e-3, maxLr, steps: count }) })));
}

/** −log p of class 2 for the model and the rows of the probe: logits 0.5, 0 and 1 − 0.5. */
function crossEntropy(): number {
  const logits = [0.5, 0, 0.5];
  return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[2]!;
}
