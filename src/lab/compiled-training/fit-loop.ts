import tf = require('@tensorflow/tfjs');
import { BorrowedWeights } from './borrowed-weights.js';
import type { Batch } from './losses.js';
import { giveBackMemory, takeMemory, type TrainingMemory } from './network/memory.js';
import { Network } from './network/network.js';
import { readMemory, writeMemory } from './optimizer-memory.js';
import type { OptimizerStep } from './optimizer-step.js';
import type { TrainingPlan } from './plan-training.js';
import { rowsOf, type Rows } from './rows.js';

/** What `fit` has made of its arguments, checked and with its defaults filled in. */
export interface FitSettings {
  x: tf.Tensor;
  y: tf.Tensor;
  validation: { x: tf.Tensor; y: tf.Tensor } | undefined;
  batchSize: number;
  epochs: number;
  initialEpoch: number;
  shuffle: boolean;
  verbose: number;
  /** Names of the loss and the metrics, in this order. */
  labels: string[];
  /** Those, and those of the validation set. */
  metricNames: string[];
  callbacks: FitCallback[];
}

/** A callback of TensorFlow.js. */
export interface FitCallback {
  setParams(params: Record<string, unknown>): void;
  setModel(model: tf.LayersModel): void;
  onTrainBegin(logs: FitLogs): Promise<void>;
  onTrainEnd(logs: FitLogs): Promise<void>;
  onEpochBegin(epoch: number, logs: FitLogs): Promise<void>;
  onEpochEnd(epoch: number, logs: FitLogs): Promise<void>;
  onBatchBegin(batch: number, logs: FitLogs): Promise<void>;
  onBatchEnd(batch: number, logs: FitLogs): Promise<void>;
}

type FitLogs = Record<string, number>;

interface Trained {
  history: tf.History;
  stopTraining_: boolean;
}

/** Trains as `model.fit` does: the same order of rows for the same random numbers, the same calls of callbacks, the same
 * history; only what happens within a batch is ours.
 * @see tfjs-layers, training.ts, `fitLoop` */
export async function fitCompiled(
  model: tf.LayersModel,
  plan: TrainingPlan,
  settings: FitSettings,
): Promise<tf.History> {
  const { batchSize, epochs, initialEpoch, labels, validation } = settings;
  const train = rowsOf(settings.x, settings.y);
  const test = validation && rowsOf(validation.x, validation.y);
  const history = new tf.History() as tf.History & FitCallback;
  const callbacks = [...settings.callbacks, history];
  for (const callback of callbacks) {
    callback.setParams({
      epochs,
      initialEpoch,
      samples: train.count,
      steps: null,
      batchSize,
      verbose: settings.verbose,
      doValidation: validation !== undefined,
      metrics: settings.metricNames,
    });
    callback.setModel(model);
  }
  const state = model as unknown as Trained;
  state.history = history;
  for (const callback of callbacks) await callback.onTrainBegin({});
  state.stopTraining_ = false;

  const mostRows = Math.min(batchSize, Math.max(train.count, test?.count ?? 0));
  const inputs = tf.util.sizeFromShape(settings.x.shape.slice(1));
  const stepper = await Stepper.start(model, plan, inputs, mostRows);
  try {
    const order = Array.from({ length: train.count }, (_, row) => row);
    for (let epoch = initialEpoch; epoch < epochs && !state.stopTraining_; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin(epoch, {});
      if (settings.shuffle) tf.util.shuffle(order);
      const epochLogs: FitLogs = {};
      const totals = labels.map(() => 0);
      let seen = 0;
      for (
        let start = 0, batch = 0;
        start < train.count && !state.stopTraining_;
        start += batchSize, batch++
      ) {
        const logs: FitLogs = {};
        for (const callback of callbacks) await callback.onBatchBegin(batch, logs);
        const rows = order.slice(start, start + batchSize);
        const values = stepper.train(train, rows);
        Object.assign(logs, { batch, size: rows.length });
        for (const [at, label] of labels.entries()) {
          logs[label] = values[at]!;
          totals[at] = totals[at]! + values[at]! * rows.length;
        }
        seen += rows.length;
        if (test && start + batchSize >= train.count) {
          const means = stepper.test(test, batchSize);
          for (const [at, label] of labels.entries()) epochLogs[`val_${label}`] = means[at]!;
        }
        for (const callback of callbacks) await callback.onBatchEnd(batch, logs);
      }
      for (const [at, label] of labels.entries()) epochLogs[label] = totals[at]! / seen;
      for (const callback of callbacks) await callback.onEpochEnd(epoch, epochLogs);
    }
  } finally {
    await stepper.end();
  }
  for (const callback of callbacks) await callback.onTrainEnd({});
  return history;
}

/** Trainings that were ended within: an interrupt leaves no time for `finally`. */
const unended = new WeakMap<tf.LayersModel, Stepper>();

/** Makes the steps of one training. */
class Stepper {
  readonly #model: tf.LayersModel;
  readonly #plan: TrainingPlan;
  readonly #memory: TrainingMemory;
  readonly #network: Network;
  readonly #weights: BorrowedWeights;
  /** The one that this training began with. */
  readonly #optimizer: tf.Optimizer;
  readonly #step: OptimizerStep;
  #stepsMade = 0;

  private constructor(model: tf.LayersModel, plan: TrainingPlan, inputs: number, mostRows: number) {
    this.#model = model;
    this.#plan = plan;
    this.#memory = takeMemory();
    this.#network = new Network(inputs, plan.settings, this.#memory, mostRows);
    const { parameters } = this.#network;
    this.#optimizer = model.optimizer;
    this.#step = plan.optimizer(parameters, this.#memory);
    const blocks = parameters.map(({ values }) => values);
    this.#weights = new BorrowedWeights(plan.variables, blocks);
  }

  /** @param inputs Numbers of a sample.
   * @param mostRows Of a batch. */
  static async start(
    model: tf.LayersModel,
    plan: TrainingPlan,
    inputs: number,
    mostRows: number,
  ): Promise<Stepper> {
    await unended.get(model)?.end();
    const stepper = new Stepper(model, plan, inputs, mostRows);
    unended.set(model, stepper);
    stepper.#stepsMade = await readMemory(model.optimizer, stepper.#step.memories);
    return stepper;
  }

  /** @returns Loss and metrics of the rows, before the step that they lead to. */
  train(data: Rows, rows: readonly number[]): number[] {
    this.#weights.refresh();
    const batch = this.#forward(data, rows);
    const values = this.#measure(batch, this.#network.output.gradient!.values);
    this.#network.backward(rows.length);
    this.#step.step(this.#stepsMade++);
    this.#weights.changed();
    return values;
  }

  /** @returns Mean loss and metrics of all rows. */
  test(data: Rows, batchSize: number): number[] {
    this.#weights.refresh();
    const sums = [0, ...this.#plan.metrics.map(() => 0)];
    for (let start = 0; start < data.count; start += batchSize) {
      const rows = Array.from({ length: Math.min(batchSize, data.count - start) }, (_, at) => start + at);
      const batch = this.#forward(data, rows);
      for (const [at, value] of this.#measure(batch).entries()) sums[at] = sums[at]! + value * rows.length;
    }
    return sums.map((sum) => sum / data.count);
  }

  /** The model and its optimizer are as after a training by TensorFlow.js. */
  async end(): Promise<void> {
    unended.delete(this.#model);
    this.#weights.giveBack();
    await writeMemory(this.#optimizer, this.#step.memories, this.#plan.variables, this.#stepsMade);
    giveBackMemory(this.#memory);
  }

  /** Loss and metrics of a batch; the gradient of the loss by the outputs where a place for it is given. */
  #measure(batch: Batch, gradients?: Float32Array): number[] {
    return [this.#plan.loss(batch, gradients), ...this.#plan.metrics.map((metric) => metric(batch))];
  }

  #forward(data: Rows, rows: readonly number[]): Batch {
    data.copyX(rows, this.#network.input.values.values);
    this.#network.forward(rows.length);
    return {
      rows: rows.length,
      columns: this.#plan.columns,
      outputs: this.#network.output.values.values,
      targets: data.targets(rows),
    };
  }
}
