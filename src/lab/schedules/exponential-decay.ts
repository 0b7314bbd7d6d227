import { checkPositive, checkStep } from './check-arguments.js';
import { LearningRateSchedule } from './learning-rate-schedule.js';

export interface ExponentialDecayConfig {
  /** Rate at step 0, > 0. */
  initialLearningRate: number;
  /** Steps in which the rate falls by `decayRate`, > 0. */
  decaySteps: number;
  /** Factor, > 0; above 1 the rate grows. */
  decayRate: number;
  /** The rate stays the same for `decaySteps` steps, then falls at once. */
  staircase?: boolean;
}

/** Learning rate that falls by the same factor in equal numbers of steps:
 * `initialLearningRate · decayRate ^ (step / decaySteps)`.
 * @throws {TypeError} From the constructor if an argument is not a number.
 * @throws {RangeError} From the constructor if an argument is not finite and > 0.
 * @example Usage
 * ```ts
 * new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 312, decayRate: 0.9 }).at(624); // 0.00081
 * ```
 * @see Keras, keras.optimizers.schedules.ExponentialDecay */
export class ExponentialDecay extends LearningRateSchedule {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;

  constructor({ initialLearningRate, decaySteps, decayRate, staircase = false }: ExponentialDecayConfig) {
    super();
    checkPositive('initialLearningRate', initialLearningRate);
    checkPositive('decaySteps', decaySteps);
    checkPositive('decayRate', decayRate);
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.decayRate = decayRate;
    this.staircase = staircase;
  }

  /** @throws {RangeError} If step is negative or not finite. */
  at(step: number): number {
    checkStep(step);
    const periods = step / this.decaySteps;
    return this.initialLearningRate * this.decayRate ** (this.staircase ? Math.floor(periods) : periods);
  }

  getConfig(): { initialLearningRate: number; decaySteps: number; decayRate: number; staircase: boolean } {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this;
    return { initialLearningRate, decaySteps, decayRate, staircase };
  }
}
