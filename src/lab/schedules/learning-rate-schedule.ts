/** Which learning rate to use at each step of a training. A step is a batch; steps count from 0 over all epochs.
 *
 * Extend it: `at` gives the rate, `getConfig` the numbers that the schedule was made with. `new LearningRateScheduler(schedule)`
 * applies it in `fit`.
 * @example Usage
 * ```ts
 * class Halving extends LearningRateSchedule {
 *   constructor(readonly every: number) {
 *     super();
 *     checkPositive('every', every);
 *   }
 *   at(step: number) {
 *     checkStep(step);
 *     return 0.1 * 0.5 ** Math.floor(step / this.every);
 *   }
 *   getConfig() {
 *     return { every: this.every };
 *   }
 * }
 * ```
 * @see Keras, keras.optimizers.schedules.LearningRateSchedule (`__call__`, `get_config`) */
export abstract class LearningRateSchedule {
  /** Learning rate at a step, finite, >= 0.
   * @param step Batches seen so far, over all epochs, >= 0. */
  abstract at(step: number): number;

  /** What the schedule was made with, by name: plain values. */
  abstract getConfig(): Record<string, number | string | boolean>;
}
