import type * as tf from '@tensorflow/tfjs';
import { checkHooks } from './callback-hooks.js';
import { routeCallbacks } from './fit-callbacks.js';

/** What a hook is told: names and plain numbers, e.g. `{ batch: 0, size: 64, loss: 2.31 }`. */
export interface Logs {
  [key: string]: number;
}

/** What a training consists of. For a `tf.data.Dataset` only what is known beforehand: its size may not be. */
export interface TrainingParams {
  epochs?: number;
  /** Number of training samples, without those set apart for validation. */
  samples?: number;
  batchSize?: number;
  /** Batches in an epoch; the last of them may be smaller. */
  steps?: number;
}

/** Something that happens during training: extend it, override the hooks you need, pass an object of your class to `fit`.
 *
 * Differs from `tf.Callback` in what surprises there: `logs` hold plain numbers; hooks may be sync or async, training waits
 * for them; `this.model` is the model that `fit` was called on; a hook with a misspelt name is an error; other callbacks,
 * plain objects too, may stand beside it; training goes on yielding to the event loop, so that it can be interrupted.
 *
 * Declare `logs` with a default, as in the example: the types of TensorFlow.js say that a hook may be called without.
 * @throws {TypeError} From the constructor, or from `fit` for class fields, if a method is named like a hook but is none.
 * @example Usage
 * ```ts
 * class StopEarly extends Callback {
 *   onBatchEnd(batch: number, logs: Logs = {}) {
 *     if (logs.loss < 0.1) this.model.stopTraining = true;
 *   }
 * }
 * await model.fit(x, y, { callbacks: [new StopEarly()] });
 * ```
 * @see tfjs-layers, base_callbacks.ts; Keras, callbacks/callback.py. */
export class Callback {
  #model: tf.LayersModel | undefined;
  #params: TrainingParams = {};

  constructor() {
    checkHooks(this, Callback.prototype);
  }

  /** The model being trained: `this.model.optimizer` is its optimizer, `this.model.stopTraining = true` ends training
   * after the current batch.
   * @throws {Error} Before training. */
  get model(): tf.LayersModel {
    if (this.#model === undefined) {
      throw new Error(
        `${this.constructor.name} has no model before training: pass it to model.fit(x, y, { callbacks: [ … ] })`,
      );
    }
    return this.#model;
  }

  /** Called by `fit` before the first hook; call it yourself to drive the hooks by hand.
   * @throws {TypeError} If model is not an object, or a class field is named like a hook but is none. */
  setModel(model: tf.LayersModel): void {
    if (typeof model !== 'object' || model === null) {
      throw new TypeError(`setModel needs a model: got ${model === null ? 'null' : typeof model}`);
    }
    checkHooks(this, Callback.prototype);
    this.#model = model;
  }

  /** What the training consists of, e.g. `{ epochs: 10, samples: 5000, batchSize: 32, steps: 157 }`; empty before training. */
  get params(): TrainingParams {
    return this.#params;
  }

  /** Called by `fit` before the first hook; call it yourself to drive the hooks by hand. */
  setParams(params: TrainingParams): void {
    this.#params = params;
  }

  /** Called once, before the first epoch. */
  onTrainBegin(_logs?: Logs): void | Promise<void> {}
  /** Called once, after the last epoch, also when training was stopped. */
  onTrainEnd(_logs?: Logs): void | Promise<void> {}
  /** Called before each epoch; epochs count from 0. */
  onEpochBegin(_epoch: number, _logs?: Logs): void | Promise<void> {}
  /** Called after each epoch with its mean loss and metrics, e.g. `{ loss, acc, val_loss, val_acc }`. */
  onEpochEnd(_epoch: number, _logs?: Logs): void | Promise<void> {}
  /** Called before each batch; batches count from 0 in each epoch. */
  onBatchBegin(_batch: number, _logs?: Logs): void | Promise<void> {}
  /** Called after each batch with the loss and metrics of this batch alone (Keras gives running means of the epoch). */
  onBatchEnd(_batch: number, _logs?: Logs): void | Promise<void> {}
}

// A model of another copy of TensorFlow.js has a `fit` that was not routed: it would call the hooks without their object.
// The first thing that such a `fit` reads of a callback is `nowFunc`; ours have none.
Object.defineProperty(Callback.prototype, 'nowFunc', {
  get(this: Callback): never {
    throw new Error(
      `${this.constructor.name} cannot follow this model as it comes from another copy of @tensorflow/tfjs: install one copy only`,
    );
  },
});

// Not in the constructor: `model.fit(x, y, { callbacks: [new Mine()] })` looks `fit` up before it makes the callback.
routeCallbacks(Callback);
