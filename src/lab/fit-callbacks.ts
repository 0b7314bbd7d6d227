import tf = require('@tensorflow/tfjs');
import type { Callback, Logs, TrainingParams } from './callback.js';
import { trainingFailed } from './callback-hooks.js';

type UnresolvedLogs = Record<string, number | tf.Scalar>;

/** Lets `fit` and `fitDataset` of every model take objects of our `Callback` class, beside whatever they take already.
 *
 * TensorFlow.js passes a Sequential's inner model, and tensors as logs, to class callbacks, and fails when plain objects
 * stand beside them. None of it can be put right from inside a callback, so the two methods are wrapped, once; a call
 * without one of our callbacks goes through untouched. */
export function routeCallbacks(callbackClass: typeof Callback): void {
  if (routed) return;
  routed = true;
  for (const modelClass of [tf.LayersModel, tf.Sequential]) {
    for (const name of ['fit', 'fitDataset'] as const) {
      const prototype = modelClass.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
      const original = prototype[name]!;
      prototype[name] = async function (this: tf.LayersModel, ...args: unknown[]): Promise<unknown> {
        const last = args.length - 1;
        const options = args[last];
        if (!hasCallbacks(options)) return original.apply(this, args);
        args[last] = { ...options, callbacks: adapt(this, options, callbackClass) };
        try {
          return await original.apply(this, args);
        } catch (error) {
          for (const one of listOf(options)) {
            if (one instanceof callbackClass) (one as Partial<WatchesFailure>)[trainingFailed]?.();
          }
          throw error;
        }
      };
    }
  }
}

let routed = false;

interface WatchesFailure {
  [trainingFailed](): void;
}

interface FitOptions {
  callbacks: unknown;
  yieldEvery?: tf.ModelFitArgs['yieldEvery'];
}

function hasCallbacks(options: unknown): options is FitOptions {
  return typeof options === 'object' && options !== null && 'callbacks' in options;
}

const listOf = ({ callbacks }: FitOptions): unknown[] => (Array.isArray(callbacks) ? callbacks : [callbacks]);

/** The callbacks as TensorFlow.js wants them: all of its own class. */
function adapt(model: tf.LayersModel, options: FitOptions, callbackClass: typeof Callback): unknown {
  const { callbacks, yieldEvery } = options;
  const list = listOf(options);
  if (!list.some((one) => one instanceof callbackClass)) return callbacks;
  const adapted = list.map((one) => {
    if (one instanceof callbackClass) return new CallbackAdapter(one, model);
    if (one instanceof BaseCallback) return one as tf.Callback;
    return new tf.CustomCallback(one as tf.CustomCallbackArgs, yieldEvery);
  });
  // Class callbacks alone would never yield to the event loop; an empty CustomCallback does nothing else.
  if (!adapted.some((one) => one instanceof tf.CustomCallback))
    adapted.push(new tf.CustomCallback({}, yieldEvery));
  return adapted;
}

/** Not exported by TensorFlow.js. */
const BaseCallback = Object.getPrototypeOf(tf.Callback) as abstract new () => unknown;

class CallbackAdapter extends tf.Callback {
  readonly #callback: Callback;
  readonly #model: tf.LayersModel;

  constructor(callback: Callback, model: tf.LayersModel) {
    super();
    this.#callback = callback;
    this.#model = model;
  }

  override setModel(): void {
    this.#callback.setModel(this.#model);
  }
  override setParams(params: Record<string, unknown>): void {
    super.setParams(params as never);
    this.#callback.setParams(knownOf(params));
  }
  override async onTrainBegin(logs?: UnresolvedLogs): Promise<void> {
    await this.#callback.onTrainBegin(await plainNumbers(logs));
  }
  override async onTrainEnd(logs?: UnresolvedLogs): Promise<void> {
    await this.#callback.onTrainEnd(await plainNumbers(logs));
  }
  override async onEpochBegin(epoch: number, logs?: UnresolvedLogs): Promise<void> {
    await this.#callback.onEpochBegin(epoch, await plainNumbers(logs));
  }
  override async onEpochEnd(epoch: number, logs?: UnresolvedLogs): Promise<void> {
    await this.#callback.onEpochEnd(epoch, await plainNumbers(logs));
  }
  override async onBatchBegin(batch: number, logs?: UnresolvedLogs): Promise<void> {
    await this.#callback.onBatchBegin(batch, await plainNumbers(logs));
  }
  override async onBatchEnd(batch: number, logs?: UnresolvedLogs): Promise<void> {
    await this.#callback.onBatchEnd(batch, await plainNumbers(logs));
  }
}

/** True for what stands for one of our callbacks in `fit`: it takes numbers as logs. */
export const isRouted = (callback: unknown): boolean => callback instanceof CallbackAdapter;

/** What TensorFlow.js knows of a training: it gives null for the rest, for the steps of tensors too. */
function knownOf({ epochs, samples, batchSize, steps }: Record<string, unknown>): TrainingParams {
  const known: TrainingParams = {};
  if (typeof epochs === 'number') known.epochs = epochs;
  if (typeof samples === 'number') known.samples = samples;
  if (typeof batchSize === 'number') known.batchSize = batchSize;
  if (typeof steps === 'number') known.steps = steps;
  else if (known.samples !== undefined && known.batchSize !== undefined)
    known.steps = Math.ceil(known.samples / known.batchSize);
  return known;
}

/** Replaces the tensors in logs by their values, in place and disposing them, as TensorFlow.js does for plain objects:
 * callbacks further down the list, and the history, then see numbers too. */
async function plainNumbers(logs: UnresolvedLogs = {}): Promise<Logs> {
  for (const [key, value] of Object.entries(logs)) {
    if (typeof value === 'number') continue;
    const [number] = await value.data();
    value.dispose();
    logs[key] = number!;
  }
  return logs as Logs;
}
