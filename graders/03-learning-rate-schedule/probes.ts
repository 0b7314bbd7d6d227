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

/** The schedules that a training compares, in their order. The given code plots them before it trains; where that line
 * is gone they are known by what sets the rates. */
async function schedulesSeen(notebook: ProbedNotebook, rows: number): Promise<Schedule[]> {
  let plotted: Schedule[] | undefined;
  const applied: Schedule[] = [];
  notebook.standIn('plotSchedules', (schedules: Record<string, Schedule>) => {
    plotted = Object.values(schedules);
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
  return plotted ?? applied;
}

/** What the schedules of a training are. */
export const schedules: Probe<{ epochSteps: number }> = {
  call: ({ epochSteps }) =>
    `the schedules of trainAndCompareSchedules for ${32 * epochSteps} rows, which are ${epochSteps} batches,`,
  async run(notebook, { epochSteps }) {
    const seen = await schedulesSeen(notebook, 32 * epochSteps);
    const Restart = notebook.value('WarmupCosineRestart') as ScheduleClass;
    const isRestart = (schedule: object): boolean => schedule instanceof Restart;
    const restarts = seen.filter(isRestart);
    const others = seen.filter((schedule) => !isRestart(schedule));
    const everyRate = (schedule: Schedule) =>
      Array.from({ length: 10 * epochSteps }, (_, step) => schedule.at(step)).join();
    return {
      length: seen.length,
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
  let created = 0;
  // The given code plots the schedules before it trains with them: the place to exchange whatever they are.
  notebook.standIn('plotSchedules', (schedules: Record<string, Schedule>) => {
    for (const name of Object.keys(schedules)) schedules[name] = new RisingRates();
  });
  notebook.standIn('WarmupCosineRestart', RisingRates);
  notebook.standIn('ExponentialDecay', RisingRates);
  notebook.standIn('createModel', () => {
    created += 1;
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
  return { models, created, histories };
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
    const { models, created } = await watchedTraining(notebook, input);
    const different = (values: unknown[]) => new Set(values.filter((value) => value !== undefined)).size;
    return {
      'number of trainings': models.length,
      'number of calls of createModel': created,
      'number of models': different(models.map(({ model }) => model)),
      'number of optimizers': different(models.map(({ optimizer }) => optimizer)),
    };
  },
};

/** How the models of a training are compiled. */
export const compiled: Probe<Training> = {
  call: (input) => `the model that is trained in ${trainingText(input)}`,
  async run(notebook, input) {
    const { models, histories } = await watchedTraining(notebook, input);
    return {
      optimizers: models.map(
        ({ optimizer }) => optimizer?.getClassName() ?? 'none, as the model is not compiled',
      ),
      'rates when compiled': models.map((one) => one['rate when compiled']),
      losses: models.map(({ loss }) => loss),
      histories: Object.values(histories).map((history) => ({
        'epochs of loss': history['loss']?.length ?? 0,
        'epochs of acc': history['acc']?.length ?? 0,
      })),
    };
  },
};

/** The rate that each batch of each training is trained at. */
export const appliedRates: Probe<Training> = {
  call: (input) => `the rates of the batches in ${trainingText(input)}`,
  async run(notebook, input) {
    const { models } = await watchedTraining(notebook, input);
    return models.map(({ rates: ofBatches }) => ofBatches);
  },
};

interface Config2 {
  warmupSteps: number;
  decaySteps: number;
}

/** What the cell of the experiment calls, with stand-ins for all that it calls. */
export const experiment: Probe<null> = {
  call: 'the cell of the experiment',
  async run(notebook) {
    const Restart = notebook.value('WarmupCosineRestart') as new (
      config: Config,
    ) => Schedule & { getConfig(): Config2 };
    const plots: { 'a WarmupCosineRestart': boolean; 'more steps than one cycle': boolean }[] = [];
    const comparisons: string[][] = [];
    const curves: string[] = [];
    const histories = { known: { loss: [2, 1], acc: [0.5, 0.75], val_loss: [2, 1], val_acc: [0.5, 0.75] } };
    const nameOf = (value: unknown) =>
      ['xTrain', 'yTrain', 'xTest', 'yTest'].find((name) => notebook.value(name) === value) ??
      'something else';
    notebook.standIn('plotSchedule', (schedule: unknown, steps: number) => {
      if (!(schedule instanceof Restart))
        return plots.push({ 'a WarmupCosineRestart': false, 'more steps than one cycle': false });
      const { warmupSteps, decaySteps } = schedule.getConfig();
      return plots.push({
        'a WarmupCosineRestart': true,
        'more steps than one cycle': steps > warmupSteps + decaySteps,
      });
    });
    notebook.standIn('trainAndCompareSchedules', async (...data: unknown[]) => {
      comparisons.push(data.map(nameOf));
      await new Promise((resolve) => setTimeout(resolve, 1));
      return histories;
    });
    notebook.standIn('visualizeResults', (shown: unknown) => {
      curves.push(
        shown === histories
          ? 'the histories'
          : shown instanceof Promise
            ? 'a promise: await it'
            : 'something else',
      );
    });
    await notebook.runCell('run');
    await new Promise((resolve) => setTimeout(resolve, 20)); // For `.then(visualizeResults)`.
    return {
      'a WarmupCosineRestart is plotted': plots.some((plot) => plot['a WarmupCosineRestart']),
      'more steps than one cycle are plotted': plots.some((plot) => plot['more steps than one cycle']),
      comparisons,
      'shown with visualizeResults': curves,
    };
  },
};
