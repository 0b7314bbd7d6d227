import * as tf from '@tensorflow/tfjs';
import { Callback, getLearningRate, LearningRateSchedule } from 'gradlab';
import type { Probe, ProbedNotebook } from 'gradlab/grading';

export interface Config {
  initialLearningRate: number;
  warmupSteps: number;
  decaySteps: number;
  alpha?: number;
}

interface Rates {
  config: Config;
  steps: number[];
}

interface Schedule {
  at(step: number): unknown;
}

type ScheduleClass = new (config: Config) => Schedule;

const configText = (config: Config) =>
  `{ ${Object.entries(config)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')} }`;

const runOf = (steps: number[]) =>
  steps.length === 1
    ? `step ${steps[0]}`
    : steps.every((step, i) => i === 0 || step === steps[i - 1]! + 1)
      ? `steps ${steps[0]} to ${steps.at(-1)}`
      : `steps ${steps.join(', ')}`;

/** The learning rates of a WarmupCosineRestart. */
export const rates: Probe<Rates> = {
  call: ({ config, steps }) =>
    `the rates at ${runOf(steps)} of new WarmupCosineRestart(${configText(config)})`,
  run(notebook, { config, steps }) {
    const schedule = new (notebook.value('WarmupCosineRestart') as ScheduleClass)(config);
    return steps.map((step) => schedule.at(step));
  },
};

type Train = (xTrain: tf.Tensor, yTrain: tf.Tensor, xTest: tf.Tensor, yTest: tf.Tensor) => Promise<unknown>;

const train = (notebook: ProbedNotebook, rows: number) =>
  (notebook.value('trainAndCompareSchedules') as Train)(
    tf.zeros([rows, 28, 28]),
    tf.zeros([rows]),
    tf.zeros([8, 28, 28]),
    tf.zeros([8]),
  );

/** A model as small as can be, in place of the convolutional one. */
function smallModel(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'zeros' }),
    ],
  });
  const setWeights = model.setWeights.bind(model);
  // Weights of the notebook's own model, with which all schedules may begin, are none for this one.
  model.setWeights = (weights) => {
    if (weights.length === model.getWeights().length) setWeights(weights);
  };
  return model;
}

const ENOUGH = new Error('The schedules were seen');

/** The schedules that a training compares, by name and in their order. The given code plots them before it trains; where
 * that line is gone they are known by what sets the rates. */
async function schedulesSeen(notebook: ProbedNotebook, rows: number): Promise<[string, Schedule][]> {
  let plotted: [string, Schedule][] | undefined;
  const applied: Schedule[] = [];
  notebook.standIn('plotSchedules', (schedules: Record<string, Schedule>) => {
    plotted = Object.entries(schedules);
    throw ENOUGH;
  });
  notebook.standIn(
    'LearningRateScheduler',
    class extends Callback {
      constructor(schedule: Schedule) {
        super();
        applied.push(schedule);
      }
    },
  );
  notebook.standIn('createModel', () => {
    const model = smallModel();
    model.fit = () => Promise.resolve({ history: { loss: [1], acc: [0.5] } } as unknown as tf.History);
    return model;
  });
  try {
    await train(notebook, rows);
  } catch (error) {
    if (error !== ENOUGH) throw error;
  }
  return plotted ?? applied.map((schedule, i) => [`schedule ${i}`, schedule]);
}

interface Restart extends Schedule {
  getConfig(): { warmupSteps: number; decaySteps: number };
}

async function kindsOf(notebook: ProbedNotebook, epochSteps: number) {
  const all = (await schedulesSeen(notebook, 32 * epochSteps)).map(([, schedule]) => schedule);
  const RestartClass = notebook.value('WarmupCosineRestart') as ScheduleClass;
  const isRestart = (schedule: Schedule): schedule is Restart => schedule instanceof RestartClass;
  return { all, restarts: all.filter(isRestart), others: all.filter((schedule) => !isRestart(schedule)) };
}

export interface Growth {
  epochSteps: number;
  /** How much more data there is the second time. */
  factor: number;
  /** At which a rate is asked for. */
  step: number;
}

/** By how much the steps of the WarmupCosineRestart grow with the data. A warm-up of 0 stays 0. */
export const stepsInEpochs: Probe<Growth> = {
  call: ({ epochSteps, factor }) =>
    `the WarmupCosineRestart of trainAndCompareSchedules with ${epochSteps} and with ${factor * epochSteps} batches in an epoch`,
  async run(notebook, { epochSteps, factor, step }) {
    const RestartClass = notebook.value('WarmupCosineRestart') as ScheduleClass;
    const stepsOf = (schedules: Restart[]) =>
      schedules.flatMap((schedule) => {
        const { warmupSteps, decaySteps } = schedule.getConfig();
        return [warmupSteps, decaySteps];
      });
    const { restarts } = await kindsOf(notebook, epochSteps);
    const few = stepsOf(restarts);
    const many = stepsOf((await kindsOf(notebook, factor * epochSteps)).restarts);
    const growths = few.map((steps, i) => (many[i] ?? 0) / steps).filter((growth) => !Number.isNaN(growth)); // 0 / 0
    return {
      'how many': restarts.length,
      'step that the first of them is asked for': stepsHeard(RestartClass, restarts.slice(0, 1), step),
      'longest warm-up in epochs':
        Math.max(...restarts.map((one) => one.getConfig().warmupSteps)) / epochSteps,
      'smallest growth of warmupSteps and decaySteps': growths.length ? Math.min(...growths) : undefined,
      'largest growth of warmupSteps and decaySteps': growths.length ? Math.max(...growths) : undefined,
    };
  },
};

/** The steps that reach the class's own `at` when the first of the schedules is asked for `step`, the next for the step after
 * it, and so on: what is of another class is not heard. */
function stepsHeard(Class: ScheduleClass, schedules: Schedule[], step: number): number[] {
  const own = Class.prototype as Schedule;
  const { at } = own;
  const heard: number[] = [];
  own.at = (asked) => {
    heard.push(asked);
    return 0;
  };
  try {
    for (const [i, schedule] of schedules.entries()) schedule.at(step + i);
  } finally {
    own.at = at;
  }
  return heard;
}

export interface Epoch {
  epochSteps: number;
  /** At which rates are asked for. */
  step: number;
}

/** What the schedules of a training are. */
export const schedules: Probe<Epoch> = {
  call: ({ epochSteps, step }) =>
    `the schedules of trainAndCompareSchedules for ${32 * epochSteps} rows, which are ${epochSteps} batches, asked at step ${step} too,`,
  async run(notebook, { epochSteps, step }) {
    const { all, restarts, others } = await kindsOf(notebook, epochSteps);
    const RestartClass = notebook.value('WarmupCosineRestart') as ScheduleClass;
    const everyRate = (schedule: Schedule) => Array.from({ length: 5000 }, (_, at) => schedule.at(at)).join();
    return {
      length: all.length,
      'number of WarmupCosineRestart': restarts.length,
      'number of different WarmupCosineRestart': new Set(restarts.map(everyRate)).size,
      'steps that the WarmupCosineRestart are asked for': stepsHeard(RestartClass, restarts, step),
      exponential: others.map((schedule) => ({
        'rate at step 0': schedule.at(0),
        'rate after one epoch': schedule.at(epochSteps),
        'rate after two epochs': schedule.at(2 * epochSteps),
        'rate after ten epochs': schedule.at(10 * epochSteps),
        'rate at the other step': schedule.at(step),
      }))[0],
    };
  },
};

export interface Training {
  epochSteps: number;
  /** In place of ten. */
  epochs: number;
  /** How many schedules there are. */
  schedules: number;
  /** The rate of step s, in place of every schedule's, is slope · (s + 1). */
  slope: number;
  /** For which the optimizer is asked to step, before the training begins. */
  gradients: number[];
  /** Of the class that is right, for the loss; the others have 0. */
  logit: number;
}

/** Trains small models on few rows for a few epochs, with schedules whose rates are known. */
async function watchedTraining(notebook: ProbedNotebook, input: Training) {
  class RisingRates extends LearningRateSchedule {
    at(step: number): number {
      return input.slope * (step + 1);
    }
    getConfig() {
      return {};
    }
  }
  const models: {
    model: tf.Sequential;
    optimizer: tf.Optimizer | undefined;
    'rate when compiled': number | undefined;
    loss: unknown;
    rates: number[];
  }[] = [];
  const moves = new Map<tf.Optimizer, number[]>();
  let compared: number | undefined;
  // The given code plots the schedules before it trains with them: the place to exchange whatever they are.
  notebook.standIn('plotSchedules', (schedules: Record<string, Schedule>) => {
    if (Object.isFrozen(schedules)) return;
    for (const name of Object.keys(schedules)) delete schedules[name];
    for (let i = 0; i < input.schedules; i++) schedules[`schedule ${i}`] = new RisingRates();
    compared = input.schedules;
  });
  notebook.standIn('disposeModel', () => {}); // A model that is used twice is seen as such, not as disposed.
  notebook.standIn('WarmupCosineRestart', RisingRates);
  notebook.standIn('ExponentialDecay', RisingRates);
  notebook.standIn('createModel', () => {
    const model = smallModel();
    const fit = model.fit.bind(model);
    model.fit = async (x, y, options = {}) => {
      const optimizer = optimizerOf(model);
      const rates: number[] = [];
      class Recorder extends Callback {
        override onBatchBegin(): void {
          rates.push(getLearningRate(this.model.optimizer));
        }
      }
      models.push({
        model,
        optimizer,
        'rate when compiled': optimizer && getLearningRate(optimizer),
        loss: optimizer && knownLoss(model, input.logit),
        rates,
      });
      if (optimizer && !moves.has(optimizer))
        moves.set(optimizer, movesOf(optimizer, model, input.gradients));
      const callbacks = [options.callbacks ?? []].flat() as tf.Callback[];
      const epochs = Math.min(input.epochs, options.epochs ?? 1);
      const recorder = new Recorder() as unknown as tf.Callback;
      try {
        return await fit(x, y, { ...options, epochs, callbacks: [...callbacks, recorder] });
      } catch {
        // A wrong loss is told as such, and says nothing about the optimizer.
        return { history: {} } as tf.History;
      }
    };
    return model;
  });
  const histories = (await train(notebook, 32 * input.epochSteps)) as Record<
    string,
    Record<string, number[]>
  >;
  for (const model of new Set(models.map(({ model: one }) => one))) model.dispose();
  return { models, moves, histories, compared: compared ?? Object.keys(histories).length };
}

/** The different values among many: one where all trainings are alike, however many schedules there are. */
function differentOf<T>(values: T[]): T[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value) ?? 'undefined', value]));
  return [...seen.values()];
}

/** A Sequential is compiled and trained as the model inside it. */
const innerModel = (model: tf.Sequential) =>
  (model as unknown as { model?: tf.LayersModel }).model ?? (model as tf.LayersModel);

/** The one that trainings step with: `model.optimizer` can be defined anew for this one model. */
const optimizerOf = (model: tf.Sequential) =>
  (innerModel(model) as unknown as { optimizer_?: tf.Optimizer }).optimizer_;

/** What the compiled model's trainings minimise, for a row of class 3 with this logit for it and 0 for the nine others. */
function knownLoss(model: tf.Sequential, logit: number): unknown {
  const probabilities = tf.softmax(
    tf
      .oneHot(tf.tensor1d([3], 'int32'), 10)
      .toFloat()
      .mul(logit),
  );
  try {
    const [lossFunction] = innerModel(model).lossFunctions;
    return tf.mean(lossFunction!(tf.tensor2d([[3]]), probabilities)).dataSync()[0];
  } catch {
    return 'not for class numbers';
  }
}

/** How far each step moves the first bias, when all weights have the same gradient. The weights stay as they are. */
function movesOf(optimizer: tf.Optimizer, model: tf.Sequential, gradients: number[]): number[] {
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const before = weights.map((weight) => weight.clone());
  const bias = weights.at(-1)!;
  const moves = gradients.map((gradient) => {
    bias.assign(tf.zerosLike(bias));
    optimizer.applyGradients(
      weights.map((weight) => ({ name: weight.name, tensor: tf.fill(weight.shape, gradient) })),
    );
    return bias.dataSync()[0]!;
  });
  for (const [i, weight] of weights.entries()) weight.assign(before[i]!);
  return moves;
}

const trainingText = ({ epochSteps, epochs, schedules: count, slope }: Training) =>
  `trainAndCompareSchedules for ${32 * epochSteps} rows and ${count} schedules, in ${epochs} epochs and with a rate of ${slope} · (step + 1),`;

/** How many models and optimizers a training of several schedules has. */
export const trainedModels: Probe<Training> = {
  call: (input) => `a call of ${trainingText(input)}`,
  async run(notebook, input) {
    const { models, compared } = await watchedTraining(notebook, input);
    const different = (values: unknown[]) => new Set(values.filter((value) => value !== undefined)).size;
    const share = input.schedules / compared; // 1, unless the schedules could not be exchanged.
    return {
      'number of trainings (of models that createModel has made)': share * models.length,
      'number of models': share * different(models.map(({ model }) => model)),
      'number of optimizers': share * different(models.map(({ optimizer }) => optimizer)),
    };
  },
};

/** How the models of a training are compiled. Names of optimizers are for messages: what they do with the weights is what
 * counts. */
export const compiled: Probe<Training> = {
  call: (input) =>
    `the model that is trained in ${trainingText(input)} with gradients ${input.gradients.join(', ')} for its optimizer and a logit of ${input.logit} for its loss,`,
  async run(notebook, input) {
    const { models, moves, histories } = await watchedTraining(notebook, input);
    return {
      optimizers: differentOf(
        models.map(({ optimizer }) => optimizer?.getClassName() ?? 'none, as the model is not compiled'),
      ),
      'rates when compiled': differentOf(models.map((one) => one['rate when compiled'])),
      moves: differentOf([...moves.values()]),
      losses: differentOf(models.map(({ loss }) => loss)),
      histories: differentOf(
        Object.values(histories).map((history) => ({
          'epochs of loss': history['loss']?.length ?? 0,
          'epochs of acc': history['acc']?.length ?? 0,
        })),
      ),
    };
  },
};

/** The rate that each batch of each training is trained at. */
export const appliedRates: Probe<Training> = {
  call: (input) => `the rates of the batches in ${trainingText(input)}`,
  async run(notebook, input) {
    const { models } = await watchedTraining(notebook, input);
    return differentOf(models.map(({ rates: ofBatches }) => ofBatches));
  },
};

export interface Experiment {
  /** Of the first epoch, in the histories that stand in for a training. */
  loss: number;
  /** At which a plotted schedule is asked for its rate. */
  step: number;
  /** What xTrain, yTrain, xTest and yTest are filled with. */
  data: number[];
}

/** Ten epochs that nobody has trained, for each of the student's schedules. */
async function standInHistories(
  notebook: ProbedNotebook,
  firstLoss: number,
): Promise<Record<string, Record<string, number[]>>> {
  const names = await schedulesSeen(notebook, 64).then(
    (seen) => (seen.length ? seen.map(([name]) => name) : OTHER_NAMES),
    () => OTHER_NAMES, // The schedules are another task.
  );
  const falling = Array.from({ length: 10 }, (_, epoch) => firstLoss / (epoch + 1));
  const history = () => ({
    loss: falling,
    acc: falling.map((loss) => 1 - loss / 2),
    val_loss: falling.map((loss) => 1.5 * loss),
    val_acc: falling.map((loss) => 0.9 - loss / 2),
  });
  return Object.fromEntries(names.map((name) => [name, history()]));
}

const OTHER_NAMES = ['exponential', 'first', 'second'];
const DATA_NAMES = ['xTrain', 'yTrain', 'xTest', 'yTest'];
const DATA_ROWS = [5000, 5000, 10_000, 10_000];
const LONG_PLOT = 'a WarmupCosineRestart over more steps than its warm-up and one cycle';

/** What the cell of the experiment calls, with stand-ins for all that it calls and for the data. */
export const experiment: Probe<Experiment> = {
  call: 'the cell of the experiment',
  async run(notebook, { loss, step, data }) {
    const RestartClass = notebook.value('WarmupCosineRestart') as ScheduleClass;
    const histories = await standInHistories(notebook, loss);
    const plots: string[] = [];
    const heard: number[] = [];
    const comparisons: { names: string[]; values: (number | undefined)[] }[] = [];
    const curves: { what: string; loss: number | undefined }[] = [];
    const originals = DATA_NAMES.map((name) => notebook.value(name) as tf.Tensor);
    // As many rows as the notebook has with all of MNIST: its number of steps may come from them.
    const tensors = originals.map(({ shape: [, ...row] }, i) => tf.fill([DATA_ROWS[i]!, ...row], data[i]!));
    /** Also where the notebook has them by other names. */
    const standInOf = (value: unknown) => tensors[originals.indexOf(value as tf.Tensor)] ?? value;
    for (const [i, name] of DATA_NAMES.entries()) notebook.standIn(name, tensors[i]);
    notebook.standIn('plotSchedules', () => {});
    notebook.standIn('plotSchedule', (schedule: unknown, steps: unknown) => {
      if (!(schedule instanceof RestartClass)) return plots.push('no WarmupCosineRestart');
      const { warmupSteps, decaySteps } = (schedule as Restart).getConfig();
      const isLong = Number(steps) > warmupSteps + decaySteps;
      if (isLong && heard.length === 0) heard.push(...stepsHeard(RestartClass, [schedule], step));
      return plots.push(
        isLong
          ? LONG_PLOT
          : `${Number(steps)} steps of a WarmupCosineRestart with ${warmupSteps} of warm-up and cycles of ${decaySteps}`,
      );
    });
    notebook.standIn('trainAndCompareSchedules', async (...all: unknown[]) => {
      const given = all.map(standInOf);
      comparisons.push({
        names: given.map((value) => DATA_NAMES[tensors.indexOf(value as tf.Tensor)] ?? 'something else'),
        values: given.map((value) => (value instanceof tf.Tensor ? value.dataSync()[0] : undefined)),
      });
      await new Promise((resolve) => setTimeout(resolve, 1));
      return histories;
    });
    notebook.standIn('visualizeResults', (shown: unknown) => {
      const what = isSame(shown, histories)
        ? 'the histories'
        : shown instanceof Promise
          ? 'a promise: await it'
          : 'something else';
      curves.push({ what, loss: lastLoss(shown) });
    });
    try {
      await notebook.runCell('run');
    } catch (error) {
      // What came before the error counts.
      if ((error as Error).name === 'NotFilledError' || plots.length + comparisons.length === 0) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20)); // For `.then(visualizeResults)`.
    tf.dispose(tensors);
    // Other figures may be shown beside.
    const shownCurves = curves.find(({ what }) => what === 'the histories') ?? curves.at(-1);
    return {
      'what plotSchedule shows': plots.includes(LONG_PLOT) ? LONG_PLOT : (plots.at(-1) ?? 'nothing'),
      'steps that it is asked for': heard,
      comparisons: comparisons.map(({ names }) => names),
      'first values of their data': comparisons.map(({ values }) => values),
      'shown with visualizeResults': shownCurves?.what ?? 'nothing',
      'last loss of the curves': shownCurves?.loss,
    };
  },
};

/** Of the first history. */
function lastLoss(histories: unknown): number | undefined {
  const [first] = Object.values((histories ?? {}) as Record<string, { loss?: number[] } | undefined>);
  return first?.loss?.at(-1);
}

/** The same losses and accuracies by the same names, whatever else. */
function isSame(shown: unknown, histories: Record<string, Record<string, number[]>>): boolean {
  if (typeof shown !== 'object' || shown === null) return false;
  const names = Object.keys(histories);
  const given = shown as Record<string, Record<string, unknown> | undefined>;
  return (
    Object.keys(given).length === names.length &&
    names.every((name) =>
      ['loss', 'acc'].every((key) => String(given[name]?.[key]) === String(histories[name]![key])),
    )
  );
}
