import {
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

interface Rates {
  config: publicProbes.Config;
  steps: number[];
}

/** first, first + 1, … last */
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** What the text of the notebook says. */
const rateAt = (
  { initialLearningRate, warmupSteps, decaySteps, alpha = 0 }: publicProbes.Config,
  step: number,
) => {
  if (step < warmupSteps) return (initialLearningRate * step) / warmupSteps;
  const progress = ((step - warmupSteps) % decaySteps) / decaySteps;
  return initialLearningRate * (alpha + ((1 - alpha) * (1 + Math.cos(Math.PI * progress))) / 2);
};

/** Within 1e-5 of the initial rate, which is what single precision allows. */
const ratesOf = ({ config, steps }: Rates) => steps.map((step) => rateAt(config, step));
const closeTo = (peak: number) => close(ratesOf, { rtol: 1e-6, atol: 1e-5 * peak });

const warmup = varied<Rates>(
  { config: { initialLearningRate: 0.7, warmupSteps: 7, decaySteps: 5 }, steps: range(0, 6) },
  (random) => {
    const warmupSteps = random.integer(8, 14); // Never 7, which an answer could have written out.
    return {
      config: {
        initialLearningRate: random.uniform(0.3, 0.9),
        warmupSteps,
        decaySteps: random.integer(3, 9),
      },
      steps: range(0, warmupSteps - 1),
    };
  },
);
const longWarmup: Rates = {
  config: { initialLearningRate: 4e-4, warmupSteps: 1000, decaySteps: 50, alpha: 0.3 },
  steps: [0, 1, 499, 999],
};

const wave = { initialLearningRate: 0.7, warmupSteps: 3, decaySteps: 8, alpha: 0.2 };
const firstCycle = varied<Rates>({ config: { ...wave, alpha: 0 }, steps: range(3, 10) }, (random) => {
  const [warmupSteps, decaySteps] = [random.integer(4, 7), random.integer(9, 13)];
  return {
    config: { initialLearningRate: random.uniform(0.3, 0.9), warmupSteps, decaySteps, alpha: 0 },
    steps: range(warmupSteps, warmupSteps + decaySteps - 1),
  };
});
const laterCycles = { config: { ...wave, alpha: 0 }, steps: range(11, 27) };
const withAlpha = varied<Rates>({ config: wave, steps: range(3, 10) }, (random) => ({
  config: { ...wave, alpha: random.uniform(0.1, 0.6) },
  steps: range(3, 10),
}));
/** Here the schedule is that of Keras' CosineDecayRestarts. */
const withoutWarmup = {
  config: { initialLearningRate: 0.5, warmupSteps: 0, decaySteps: 5, alpha: 0 },
  steps: range(0, 10),
};

const pair = {
  configs: [
    { initialLearningRate: 0.3, warmupSteps: 2, decaySteps: 9, alpha: 0.5 },
    { initialLearningRate: 0.9, warmupSteps: 4, decaySteps: 1, alpha: 0 },
  ],
  steps: [...range(0, 14), 1000, 123_456],
};
const pairRates = pair.steps.map((step) =>
  pair.configs.map((config) => (step < config.warmupSteps ? null : rateAt(config, step))),
);

const epoch = varied({ epochSteps: 10 }, (random) => ({ epochSteps: 2 * random.integer(6, 9) }));
const exponential = fields({
  'rate at step 0': close(0.001),
  'rate after one epoch': close(0.001 * 0.9 ** 0.5, { rtol: 1e-5 }),
  'rate after two epochs': close(0.0009, { rtol: 1e-5 }),
  'rate after ten epochs': close(0.001 * 0.9 ** 5, { rtol: 1e-5 }),
});

const training = { epochSteps: 2 };

// prettier-ignore
export default defineGrader({ checks: [
  //    id                             points  title the student reads                                       what is observed                   what is expected
  check('warmup/line',                   1.5,  'the rate grows in a line from 0 at step 0',                   probe.rates(warmup),               closeTo(0.3),
        { hint: 'Which share of warmupSteps is done at this step? At step 0 it is 0, and it would be 1 at step warmupSteps.' }),
  check('warmup/long',                   0.5,  'so does that of a long warm-up',                              probe.rates(longWarmup),           closeTo(4e-4),
        { ...hidden, hint: 'The line goes to the initial rate, whatever the numbers of steps and whatever alpha.' }),

  check('cosine-restart/cycle',          1.25, 'the first cycle is half a cosine wave from the initial rate down', probe.rates(firstCycle),      closeTo(0.3),
        { hint: 'Progress p is 0 at step warmupSteps and grows by 1 / decaySteps with each step. Math.cos wants radians: π · p.' }),
  check('cosine-restart/restart',        1,    'every cycle starts at the initial rate again',                probe.rates(laterCycles),          closeTo(0.7),
        { hint: 'The remainder % of a division by decaySteps starts at 0 again and again. All cycles have the same length.' }),
  check('cosine-restart/alpha',          0.75, 'the rate falls towards alpha times the initial rate',         probe.rates(withAlpha),            closeTo(0.7),
        { hint: 'Take the formula in the text: alpha + (1 − alpha) · ½ (1 + cos πp).' }),
  check('cosine-restart/no-warm-up',     0.5,  'without warm-up the first cycle starts at step 0',            probe.rates(withoutWarmup),        close(reference(), { rtol: 1e-6, atol: 5e-6 }),
        { hint: 'With warmupSteps 0, a division by warmupSteps gives NaN: does your decay need one?' }),
  check('cosine-restart/in-turn',        0.5,  'a rate depends on its step alone',                            secret.ratesInTurn(pair),
        fields({ forwards: close(pairRates, { rtol: 1e-6, atol: 1e-5 }), backwards: close(pairRates, { rtol: 1e-6, atol: 1e-5 }) }),
        { ...hidden, hint: 'Compute the rate from `step` and the fields of the schedule; remember nothing between two calls.' }),

  check('schedules/three',               1,    'three schedules, two of them different WarmupCosineRestart',  probe.schedules(epoch),
        fields({ length: equal(3), 'number of WarmupCosineRestart': equal(2), 'number of different WarmupCosineRestart': equal(2) }),
        { hint: 'A plain object with three names: { exponential: new ExponentialDecay({ … }), … }.' }),
  check('schedules/exponential',         1.5,  'the other one falls from 0.001 by 0.9 in two epochs',         probe.schedules(epoch),            fields({ exponential }),
        { hint: 'decaySteps are batches: two epochs have 2 · stepsPerEpoch of them. The rate falls a little with every batch.' }),
  check('schedules/other-sizes',         0.25, 'also for data of another size',                               probe.schedules({ epochSteps: 24 }), fields({ length: equal(3), exponential }),
        { ...hidden, hint: 'Use stepsPerEpoch, which the function computes from its data.' }),
  check('schedules/in-epochs',           0.25, 'warm-up and cycles are measured in epochs',                   probe.stepsInEpochs({ epochSteps: 24 }),
        fields({ 'warmupSteps and decaySteps grow with stepsPerEpoch': equal(true) }),
        { hint: 'The schedules count batches. Write 3 * stepsPerEpoch for three epochs.' }),

  check('compile-model/fresh',           0.5,  'each schedule gets a new model and a new optimizer',          probe.trainedModels(training),
        fields({ 'trainings per schedule (of models that createModel has made)': equal(1), 'models per schedule': equal(1), 'optimizers per schedule': equal(1) }),
        { hint: 'Call createModel() and tf.train.adam(…) inside the loop.' }),
  check('compile-model/optimizer',       0.5,  'the optimizer is Adam and starts at the first rate of its schedule', probe.compiled(training),
        fields({ optimizers: equal(['Adam']), 'rates when compiled': close([0.002]) }),
        { hint: 'tf.train.adam(schedule.at(0))' }),
  check('compile-model/loss',            0.5,  'loss and accuracy are those for class numbers',               probe.compiled(training),
        fields({ losses: close([Math.log(9 + Math.E) - 1], { rtol: 1e-4 }), histories: equal([{ 'epochs of loss': 2, 'epochs of acc': 2 }]) }),
        { hint: "The loss is 'sparseCategoricalCrossentropy'; metrics is a list, with 'accuracy' in it." }),
  check('compile-model/rates',           0.5,  'each batch is trained at the rate of its step, from step 0 on', probe.appliedRates(training),   close([[0.002, 0.004, 0.006, 0.008]]),
        { ...hidden, hint: 'Leave training to the given call of fit, which applies the schedule to the model that you have compiled.' }),

  check('run-experiment/plot',           0.75, 'a WarmupCosineRestart is plotted until after a restart',      probe.experiment(null),
        fields({ 'what plotSchedule shows': equal('a WarmupCosineRestart over more steps than its warm-up and one cycle') }),
        { hint: 'plotSchedule(new WarmupCosineRestart({ … }), steps), with more steps than warmupSteps + decaySteps.' }),
  check('run-experiment/comparison',     0.75, 'the schedules are compared once, on the training and the test set', probe.experiment(null),      fields({ comparisons: equal([['xTrain', 'yTrain', 'xTest', 'yTest']]) }),
        { hint: 'trainAndCompareSchedules takes images and labels for training, then images and labels for testing.' }),
  check('run-experiment/curves',         0.5,  'the curves of the trainings are shown',                       probe.experiment(null),            fields({ 'shown with visualizeResults': equal(['the histories']) }),
        { hint: 'trainAndCompareSchedules returns a promise: await it, then pass what it gives to visualizeResults.' }),

  byHand('questions/warm-up', 1, 'How does the warm-up affect the early stages of training?',
         'Full: rates near zero make the first epoch slow (higher loss than exponential decay in epoch 1), gone after a few epochs; says that it protects untrained weights or Adam\'s young averages, and that this small network does not need it or what the own curves show. Half: only the benefit from the textbook.'),
  byHand('questions/restarts', 1, 'Advantages and disadvantages of restarts?',
         'Full: at least one of each: escapes poor minima, explores, snapshots at cycle ends; loss jumps at restarts, training must end with a cycle, more parameters. Half: one side only.'),
  byHand('questions/deep-network', 1, 'How would you change the schedule for a very deep network?',
         'Full: longer warm-up and a reason (unstable first gradients), with a smaller peak, longer or growing cycles or none, or a rate above zero at the end. Half: a change without a reason.'),
  byHand('questions/parameters', 1, 'What would you consider for warmupSteps and decaySteps?',
         'Full: number of steps in all and per epoch, whole cycles so that training ends at the bottom of one, warm-up a small part; batch size or size of the model. Half: one consideration.'),
] });
