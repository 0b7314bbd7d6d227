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
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'zeros' }),
    ],
  });
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

/** Whether the steps of each WarmupCosineRestart are measured in epochs: with ten times the data they are about ten
 * times as many. */
export const stepsInEpochs: Probe<{ epochSteps: number }> = {
  call: ({ epochSteps }) =>
    `the WarmupCosineRestart of trainAndCompareSchedules with ${epochSteps} and with ${10 * epochSteps} batches in an epoch`,
  async run(notebook, { epochSteps }) {
    const configsFor = async (steps: number) =>
      (await kindsOf(notebook, steps)).restarts.map((schedule) => schedule.getConfig());
    const [few, many] = [await configsFor(epochSteps), await configsFor(10 * epochSteps)];
    const grows = (from: number, to: number | undefined) =>
      to !== undefined && (from === 0 ? to <= 1 : to >= 5 * from && to <= 20 * from);
    return {
      'warmupSteps and decaySteps grow with stepsPerEpoch': few.every(
        (config, i) =>
          grows(config.warmupSteps, many[i]?.warmupSteps) && grows(config.decaySteps, many[i]?.decaySteps),
      ),
    };
  },
};

/** What the schedules of a training are. */
export const schedules: Probe<{ epochSteps: number }> = {
  call: ({ epochSteps }) =>
    `the schedules of trainAndCompareSchedules for ${32 * epochSteps} rows, which are ${epochSteps} batches,`,
  async run(notebook, { epochSteps }) {
    const { all, restarts, others } = await kindsOf(notebook, epochSteps);
    const everyRate = (schedule: Schedule) =>
      Array.from({ length: 5000 }, (_, step) => schedule.at(step)).join();
    return {
      length: all.length,
      'number of WarmupCosineRestart': restarts.length,
      'number of different WarmupCosineRestart': new Set(restarts.map(everyRate)).size,
      exponential: others.map((schedule) => ({
        'rate at step 0': schedule.at(0),
        'rate after one epoch': schedule.at(epochSteps),
        'rate after two epochs': schedule.at(2 * epochSteps),
        'rate after ten epochs': schedule.at(10 * epochSteps),
      }))[0],
    };
  },
};

/** A rate for each step that no other schedule has, in place of every schedule. */
class RisingRates extends LearningRateSchedule {
  at(step: number): number {
    return 0.002 * (step + 1);
  }
  getConfig() {
    return {};
  }
}

interface Training {
  epochSteps: number;
}

/** Trains small models on few rows for two epochs in place of ten, with schedules whose rates are known. */
async function watchedTraining(notebook: ProbedNotebook, { epochSteps }: Training) {
  const models: {
    model: tf.Sequential;
    optimizer: tf.Optimizer | undefined;
    'rate when compiled': number | undefined;
    loss: unknown;
    rates: number[];
  }[] = [];
  let compared: number | undefined;
  // The given code plots the schedules before it trains with them: the place to exchange whatever they are.
  notebook.standIn('plotSchedules', (schedules: Record<string, Schedule>) => {
    compared = Object.keys(schedules).length;
    for (const name of Object.keys(schedules)) schedules[name] = new RisingRates();
  });
  notebook.standIn('disposeModel', () => {}); // A model that is used twice is seen as such, not as disposed.
  notebook.standIn('WarmupCosineRestart', RisingRates);
  notebook.standIn('ExponentialDecay', RisingRates);
  notebook.standIn('createModel', () => {
    const model = smallModel();
    const fit = model.fit.bind(model);
    model.fit = async (x, y, options = {}) => {
      const optimizer = model.optimizer as tf.Optimizer | undefined;
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
        loss: optimizer && knownLoss(model),
        rates,
      });
      const callbacks = [options.callbacks ?? []].flat() as tf.Callback[];
      return fit(x, y, {
        ...options,
        epochs: Math.min(2, options.epochs ?? 1),
        callbacks: [...callbacks, new Recorder() as unknown as tf.Callback],
      });
    };
    return model;
  });
  const histories = (await train(notebook, 32 * epochSteps)) as Record<string, Record<string, number[]>>;
  for (const model of new Set(models.map(({ model: one }) => one))) model.dispose();
  return { models, histories, compared: compared ?? Object.keys(histories).length };
}

/** The different values among many: one where all trainings are alike, however many schedules there are. */
function differentOf<T>(values: T[]): T[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value) ?? 'undefined', value]));
  return [...seen.values()];
}

/** The loss for pixels of 0 and label 3, when only the bias of class 3 is not 0: log(9 + e) − 1. */
function knownLoss(model: tf.Sequential): unknown {
  const before = model.getWeights().map((weight) => weight.clone());
  model.setWeights([tf.zeros([784, 10]), tf.oneHot(tf.scalar(3, 'int32'), 10).toFloat()]);
  try {
    const [loss] = [model.evaluate(tf.zeros([4, 28, 28, 1]), tf.fill([4], 3))].flat();
    return loss!.dataSync()[0];
  } catch {
    return 'not for class numbers';
  } finally {
    model.setWeights(before);
  }
}

const trainingText = ({ epochSteps }: Training) =>
  `trainAndCompareSchedules for ${32 * epochSteps} rows, in two epochs and with a rate of 0.002 · (step + 1),`;

/** The models and optimizers of a training. */
export const trainedModels: Probe<Training> = {
  call: (input) => `a call of ${trainingText(input)}`,
  async run(notebook, input) {
    const { models, compared } = await watchedTraining(notebook, input);
    const different = (values: unknown[]) => new Set(values.filter((value) => value !== undefined)).size;
    return {
      'trainings per schedule (of models that createModel has made)': models.length / compared,
      'models per schedule': different(models.map(({ model }) => model)) / compared,
      'optimizers per schedule': different(models.map(({ optimizer }) => optimizer)) / compared,
    };
  },
};

/** How the models of a training are compiled. */
export const compiled: Probe<Training> = {
  call: (input) => `the model that is trained in ${trainingText(input)}`,
  async run(notebook, input) {
    const { models, histories } = await watchedTraining(notebook, input);
    return {
      optimizers: differentOf(
        models.map(({ optimizer }) => optimizer?.getClassName() ?? 'none, as the model is not compiled'),
      ),
      'rates when compiled': differentOf(models.map((one) => one['rate when compiled'])),
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

/** Ten epochs that nobody has trained, for each of the student's schedules. */
async function standInHistories(notebook: ProbedNotebook): Promise<Record<string, Record<string, number[]>>> {
  const names = await schedulesSeen(notebook, 64).then(
    (seen) => seen.map(([name]) => name),
    () => ['exponential', 'first', 'second'], // The schedules are another task.
  );
  const falling = Array.from({ length: 10 }, (_, epoch) => 1 / (epoch + 1));
  const history = () => ({
    loss: falling,
    acc: falling.map((loss) => 1 - loss / 2),
    val_loss: falling.map((loss) => 1.5 * loss),
    val_acc: falling.map((loss) => 0.9 - loss / 2),
  });
  return Object.fromEntries(names.map((name) => [name, history()]));
}

const LONG_PLOT = 'a WarmupCosineRestart over more steps than its warm-up and one cycle';

/** What the cell of the experiment calls, with stand-ins for all that it calls. */
export const experiment: Probe<null> = {
  call: 'the cell of the experiment',
  async run(notebook) {
    const RestartClass = notebook.value('WarmupCosineRestart') as ScheduleClass;
    const histories = await standInHistories(notebook);
    const plots: string[] = [];
    const comparisons: string[][] = [];
    const curves: string[] = [];
    const nameOf = (value: unknown) =>
      ['xTrain', 'yTrain', 'xTest', 'yTest'].find((name) => notebook.value(name) === value) ??
      'something else';
    notebook.standIn('plotSchedules', () => {});
    notebook.standIn('plotSchedule', (schedule: unknown, steps: unknown) => {
      if (!(schedule instanceof RestartClass)) return plots.push('no WarmupCosineRestart');
      const { warmupSteps, decaySteps } = (schedule as Restart).getConfig();
      return plots.push(
        Number(steps) > warmupSteps + decaySteps
          ? LONG_PLOT
          : `${Number(steps)} steps of a WarmupCosineRestart with ${warmupSteps} of warm-up and cycles of ${decaySteps}`,
      );
    });
    notebook.standIn('trainAndCompareSchedules', async (...data: unknown[]) => {
      comparisons.push(data.map(nameOf));
      await new Promise((resolve) => setTimeout(resolve, 1));
      return histories;
    });
    notebook.standIn('visualizeResults', (shown: unknown) => {
      curves.push(
        isSame(shown, histories)
          ? 'the histories'
          : shown instanceof Promise
            ? 'a promise: await it'
            : 'something else',
      );
    });
    try {
      await notebook.runCell('run');
    } catch (error) {
      // What came before the error counts.
      if ((error as Error).name === 'NotFilledError' || plots.length + comparisons.length === 0) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20)); // For `.then(visualizeResults)`.
    return {
      'what plotSchedule shows': plots.includes(LONG_PLOT) ? LONG_PLOT : (plots.at(-1) ?? 'nothing'),
      comparisons,
      'shown with visualizeResults': curves,
    };
  },
};

/** The same histories by the same names, also in another object. */
function isSame(shown: unknown, histories: Record<string, unknown>): boolean {
  if (typeof shown !== 'object' || shown === null) return false;
  const names = Object.keys(histories);
  const given = shown as Record<string, unknown>;
  return Object.keys(given).length === names.length && names.every((name) => given[name] === histories[name]);
}
