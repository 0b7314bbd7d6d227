import { Callback } from '../callback.js';
import { isPromise, kindOf } from '../kind-of.js';
import { setLearningRate } from '../learning-rate.js';
import type { LearningRateSchedule } from './learning-rate-schedule.js';

/** Applies a schedule during training: before each batch the optimizer, of whatever kind, gets the rate of its step.
 *
 * Steps count from 0 over all epochs of one `fit`, and anew with the next. (Keras' callback of this name works once per
 * epoch; there a schedule is given to the optimizer instead, which TensorFlow.js cannot take.)
 * @throws {TypeError} From the constructor if schedule has no method `at`; in training if a rate is not a number.
 * @throws {RangeError} In training if a rate is negative or not finite.
 * @example Usage
 * ```ts
 * const schedule = new ExponentialDecay({ initialLearningRate: 0.01, decaySteps: 100, decayRate: 0.9 });
 * await model.fit(x, y, { epochs: 10, callbacks: [new LearningRateScheduler(schedule)] });
 * ``` */
export class LearningRateScheduler extends Callback {
  readonly schedule: LearningRateSchedule;
  #learningRates: number[] = [];

  constructor(schedule: LearningRateSchedule) {
    super();
    // Arrays and texts have a method `at` too.
    if (
      typeof schedule !== 'object' ||
      Array.isArray(schedule) ||
      typeof (schedule as LearningRateSchedule | null)?.at !== 'function'
    ) {
      throw new TypeError(
        `LearningRateScheduler needs a schedule, an object with a method at(step): got ${kindOf(schedule)}`,
      );
    }
    this.schedule = schedule;
  }

  /** The rate of each step of the training that runs, or of the last one. */
  get learningRates(): readonly number[] {
    return this.#learningRates;
  }

  override onTrainBegin(): void {
    this.#learningRates = [];
  }

  override onBatchBegin(): void {
    const step = this.#learningRates.length;
    const rate: unknown = this.schedule.at(step);
    if (typeof rate !== 'number') {
      // What becomes of a promise does not matter any more; its failure must not end the process.
      if (isPromise(rate)) (rate as Promise<unknown>).then(undefined, () => {});
      throw new TypeError(`The schedule must give a number for step ${step}: got ${kindOf(rate)}`);
    }
    if (!Number.isFinite(rate) || rate < 0) {
      throw new RangeError(`The schedule must give a finite rate >= 0 for step ${step}: got ${rate}`);
    }
    setLearningRate(this.model.optimizer, rate);
    this.#learningRates.push(rate);
  }
}
