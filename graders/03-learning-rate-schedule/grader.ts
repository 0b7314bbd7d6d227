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
const longWarmup = varied<Rates>(
  {
    config: { initialLearningRate: 4e-4, warmupSteps: 1000, decaySteps: 50, alpha: 0.3 },
    steps: [0, 1, 499, 999],
  },
  (random) => {
    const warmupSteps = random.integer(600, 900);
    return {
      config: { initialLearningRate: random.uniform(6e-4, 9e-4), warmupSteps, decaySteps: 40, alpha: 0.2 },
      steps: [0, 1, random.integer(100, 500), warmupSteps - 1],
    };
  },
);

const wave = { initialLearningRate: 0.7, warmupSteps: 3, decaySteps: 8, alpha: 0.2 };
const firstCycle = varied<Rates>({ config: { ...wave, alpha: 0 }, steps: range(3, 10) }, (random) => {
  const [warmupSteps, decaySteps] = [random.integer(4, 7), random.integer(9, 13)];
  return {
    config: { initialLearningRate: random.uniform(0.3, 0.9), warmupSteps, decaySteps, alpha: 0 },
    steps: range(warmupSteps, warmupSteps + decaySteps - 1),
  };
});
const laterCycles = varied<Rates>({ config: { ...wave, alpha: 0 }, steps: range(11, 27) }, (random) => {
  const [warmupSteps, decaySteps] = [random.integer(4, 6), random.integer(9, 11)];
  const second = warmupSteps + decaySteps;
  return {
    config: { initialLearningRate: random.uniform(0.3, 0.6), warmupSteps, decaySteps, alpha: 0 },
    steps: range(second, second + 2 * decaySteps),
  };
});
const withAlpha = varied<Rates>({ config: wave, steps: range(3, 10) }, (random) => ({
  config: { ...wave, alpha: random.uniform(0.3, 0.6) },
  steps: range(3, 10),
}));
/** Here the schedule is that of Keras' CosineDecayRestarts. */
const withoutWarmup = varied<Rates>(
  { config: { initialLearningRate: 0.5, warmupSteps: 0, decaySteps: 5, alpha: 0 }, steps: range(0, 10) },
  (random) => ({
    config: {
      initialLearningRate: random.uniform(0.6, 0.9),
      warmupSteps: 0,
      decaySteps: random.integer(6, 8),
      alpha: 0,
    },
    steps: range(0, 10),
  }),
);

interface Pair {
  configs: (publicProbes.Config & { alpha: number })[];
  steps: number[];
}

/** The last steps are many cycles away, and not so many that a recursion from cycle to cycle gets too deep. */
const pair = varied<Pair>(
  {
    configs: [
      { initialLearningRate: 0.3, warmupSteps: 2, decaySteps: 9, alpha: 0.5 },
      { initialLearningRate: 0.9, warmupSteps: 4, decaySteps: 1, alpha: 0 },
    ],
    steps: [...range(0, 14), 500, 1234],
  },
  (random) => ({
    configs: [
      {
        initialLearningRate: random.uniform(0.4, 0.6),
        warmupSteps: 3,
        decaySteps: random.integer(7, 8),
        alpha: random.uniform(0.1, 0.3),
      },
      { initialLearningRate: random.uniform(0.7, 0.8), warmupSteps: 1, decaySteps: 2, alpha: 0 },
    ],
    steps: [...range(0, 14), 501, 1235],
  }),
);
const pairRates = ({ configs, steps }: Pair) =>
  steps.map((step) => configs.map((config) => (step < config.warmupSteps ? null : rateAt(config, step))));

/** Not as many batches as the function has epochs. */
const epoch = varied({ epochSteps: 14, step: 7 }, (random) => ({
  epochSteps: 2 * random.integer(8, 10),
  step: random.integer(11, 100),
}));
const largeEpoch = varied({ epochSteps: 24, step: 31 }, (random) => ({
  epochSteps: 2 * random.integer(13, 16),
  step: random.integer(41, 200),
}));
/** Many steps, so that rounding hardly counts. */
const growth = varied({ epochSteps: 24, factor: 10, step: 3 }, (random) => ({
  epochSteps: 24,
  factor: random.integer(3, 4),
  step: random.integer(4, 90),
}));
const growing = ({ input: { factor } }: { input: publicProbes.Growth }) =>
  between(0.7 * factor, 1.45 * factor);

const decayed = (epochs: number) => 0.001 * 0.9 ** (epochs / 2);
const exponential = fields({
  'rate at step 0': close(decayed(0)),
  'rate after one epoch': close(decayed(1), { rtol: 1e-5 }),
  'rate after two epochs': close(decayed(2), { rtol: 1e-5 }),
  'rate after ten epochs': close(decayed(10), { rtol: 1e-5 }),
  'rate at the other step': close(({ step, epochSteps }: publicProbes.Epoch) => decayed(step / epochSteps), {
    rtol: 1e-5,
  }),
});

const training = varied<publicProbes.Training>(
  { epochSteps: 2, epochs: 2, schedules: 2, slope: 0.002, gradients: [1, -2, 0.5], logit: 1 },
  (random) => ({
    epochSteps: random.integer(2, 3),
    epochs: 3,
    schedules: random.integer(3, 6),
    slope: random.uniform(0.003, 0.005),
    gradients: [random.uniform(0.5, 0.9), random.uniform(-4, -3), random.uniform(0.1, 0.4)],
    logit: random.uniform(1.5, 3),
  }),
);
/** One for each schedule. */
const oneEach = equal(({ schedules }: publicProbes.Training) => schedules);
const trainedRates = ({ slope, epochSteps, epochs }: publicProbes.Training) =>
  range(1, epochSteps * epochs).map((step) => slope * step);

/** The steps of Adam at the rate of step 0. */
function adamMoves({ slope, gradients }: publicProbes.Training): number[] {
  let [first, second] = [0, 0];
  return gradients.map((gradient, i) => {
    first = 0.9 * first + 0.1 * gradient;
    second = 0.999 * second + 0.001 * gradient ** 2;
    return (-slope * first) / (1 - 0.9 ** (i + 1)) / Math.sqrt(second / (1 - 0.999 ** (i + 1)));
  });
}

const experiment = varied<publicProbes.Experiment>({ loss: 1, step: 5, data: [1, 2, 3, 4] }, (random) => ({
  loss: random.uniform(0.5, 0.9),
  step: random.integer(6, 500),
  data: [10, 20, 30, 40].map((value) => value + random.integer(0, 9)),
}));
const DATA_NAMES = ['xTrain', 'yTrain', 'xTest', 'yTest'];

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
  check('cosine-restart/no-warm-up',     0.5,  'without warm-up the first cycle starts at step 0',            probe.rates(withoutWarmup),        closeTo(0.5),
        { hint: 'With warmupSteps 0, a division by warmupSteps gives NaN: does your decay need one? And does the method come to it, or has the warm-up returned?' }),
  check('cosine-restart/in-turn',        0.5,  'a rate depends on its step alone',                            secret.ratesInTurn(pair),
        fields({ forwards: close(pairRates, { rtol: 1e-6, atol: 1e-5 }), backwards: close(pairRates, { rtol: 1e-6, atol: 1e-5 }) }),
        { ...hidden, hint: 'Compute the rate from `step` and the fields of the schedule; remember nothing between two calls.' }),

  check('schedules/three',               1,    'three schedules, two of them different WarmupCosineRestart',  probe.schedules(epoch),
        fields({ length: equal(3), 'number of WarmupCosineRestart': equal(2), 'number of different WarmupCosineRestart': equal(2), 'steps that the WarmupCosineRestart are asked for': equal(({ step }: publicProbes.Epoch) => [step, step + 1]) }),
        { hint: 'A plain object with three names: { exponential: new ExponentialDecay({ … }), … }.' }),
  check('schedules/exponential',         1.5,  'the other one falls from 0.001 by 0.9 in two epochs',         probe.schedules(epoch),            fields({ exponential }),
        { hint: 'decaySteps are batches: two epochs have 2 · stepsPerEpoch of them. The rate falls a little with every batch.' }),
  check('schedules/other-sizes',         0.25, 'also for data of another size',                               probe.schedules(largeEpoch),       fields({ length: equal(3), exponential }),
        { ...hidden, hint: 'Use stepsPerEpoch, which the function computes from its data.' }),
  check('schedules/in-epochs',           0.25, 'warm-up and cycles are measured in epochs',                   probe.stepsInEpochs(growth),
        fields({ 'how many': between(1, 99), 'step that the first of them is asked for': equal(({ step }: publicProbes.Growth) => [step]), 'longest warm-up in epochs': between(0, 9.9), 'smallest growth of warmupSteps and decaySteps': growing, 'largest growth of warmupSteps and decaySteps': growing }),
        { hint: 'The schedules count batches. Write 3 * stepsPerEpoch for three epochs. Training has ten of them: warm-up ends before.' }),

  check('compile-model/fresh',           0.5,  'each schedule gets a new model and a new optimizer',          probe.trainedModels(training),
        fields({ 'number of trainings (of models that createModel has made)': oneEach, 'number of models': oneEach, 'number of optimizers': oneEach }),
        { hint: 'Call createModel() and tf.train.adam(…) inside the loop.' }),
  check('compile-model/optimizer',       0.5,  'the optimizer is Adam and starts at the first rate of its schedule', probe.compiled(training),
        fields({ optimizers: equal(['Adam']), 'rates when compiled': close(({ slope }: publicProbes.Training) => [slope]), moves: close((input: publicProbes.Training) => [adamMoves(input)], { rtol: 2e-3 }) }),
        { hint: 'tf.train.adam(schedule.at(0))' }),
  check('compile-model/loss',            0.5,  'loss and accuracy are those for class numbers',               probe.compiled(training),
        fields({ losses: close(({ logit }: publicProbes.Training) => [Math.log(9 + Math.exp(logit)) - logit], { rtol: 1e-4 }), histories: equal(({ epochs }: publicProbes.Training) => [{ 'epochs of loss': epochs, 'epochs of acc': epochs }]) }),
        { hint: "The loss is 'sparseCategoricalCrossentropy'; metrics is a list, with 'accuracy' in it." }),
  check('compile-model/rates',           0.5,  'each batch is trained at the rate of its step, from step 0 on', probe.appliedRates(training),   close((input: publicProbes.Training) => [trainedRates(input)]),
        { ...hidden, hint: 'Leave training to the given call of fit, which applies the schedule to the model that you have compiled.' }),

  check('run-experiment/plot',           0.75, 'a WarmupCosineRestart is plotted until after a restart',      probe.experiment(experiment),
        fields({ 'what plotSchedule shows': equal('a WarmupCosineRestart over more steps than its warm-up and one cycle'), 'steps that it is asked for': equal(({ step }: publicProbes.Experiment) => [step]) }),
        { hint: 'plotSchedule(new WarmupCosineRestart({ … }), steps), with more steps than warmupSteps + decaySteps.' }),
  check('run-experiment/comparison',     0.75, 'the schedules are compared once, on the training and the test set', probe.experiment(experiment),      fields({ comparisons: equal([DATA_NAMES]), 'first values of their data': close(({ data }: publicProbes.Experiment) => [data]) }),
        { hint: 'trainAndCompareSchedules takes images and labels for training, then images and labels for testing.' }),
  check('run-experiment/curves',         0.5,  'the curves of the trainings are shown',                       probe.experiment(experiment),            fields({ 'shown with visualizeResults': equal('the histories'), 'last loss of the curves': close(({ loss }: publicProbes.Experiment) => loss / 10) }),
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
