import { randomUUID } from 'node:crypto';
import { trainingFailed } from '../callback-hooks.js';
import { Callback, type Logs } from '../callback.js';
import { audience, display } from '../display.js';
import { progressHtml } from './progress-html.js';
import { durationText, progressText, type ProgressState } from './progress-text.js';

export interface TrainingProgressOptions {
  /** What is trained, at the start of the line. */
  label?: string;
  /** How many trainings the line stands for, one after another; 1 by default. */
  trainings?: number;
}

/** Shows how far a training is in one line below the cell, which changes in place: epoch, batch, loss and metrics, time left.
 *
 * One object may follow several trainings, one after another: `trainings`, or `begin(27)` just before them, says how many,
 * `label` names the next one, and the line then tells the time left for all of them. Loss and metrics are those of the
 * batch, or of the epoch when it has ended; those of the validation set stay until the next epoch's.
 *
 * In a plain Node process one line is printed when a training has ended; a grader sees nothing.
 * @throws {RangeError} From the constructor if trainings is not a whole number >= 1.
 * @example Usage
 * ```ts
 * const progress = new TrainingProgress({ label: 'Adam' });
 * await model.fit(x, y, { epochs: 10, callbacks: [progress] });
 * // Adam · epoch 3/10 · batch 120/157 · loss 0.412 · acc 0.871 · 12 s left
 * ``` */
export class TrainingProgress extends Callback {
  /** What is trained; may be changed between two trainings. */
  label: string;
  #trainings = 1;
  #ended = 0;
  #isRunning = false;
  #displayId: string | undefined;
  #shownAt = -Infinity;
  #lineStarted = 0;
  #trainingStarted = 0;
  #firstEpoch: number | undefined;
  #epoch = 0;
  /** Batches of this epoch that have ended. */
  #batch = 0;
  #isEpochComplete = false;
  #logs: Logs = {};
  #validationLogs: Logs = {};

  constructor({ label = '', trainings = 1 }: TrainingProgressOptions = {}) {
    super();
    this.label = label;
    this.begin(trainings);
  }

  /** Starts a new line, for this number of trainings.
   * @throws {RangeError} If trainings is not a whole number >= 1. */
  begin(trainings = 1): void {
    if (!Number.isInteger(trainings) || trainings < 1) {
      throw new RangeError(
        `Cannot follow trainings as their number must be a whole number >= 1: current value is ${trainings}`,
      );
    }
    this.#trainings = trainings;
    this.#ended = 0;
    this.#displayId = undefined;
  }

  override onTrainBegin(): void {
    if (this.#ended === this.#trainings) this.begin(this.#trainings);
    const now = performance.now();
    this.#isRunning = true;
    this.#trainingStarted = now;
    if (this.#ended === 0) this.#lineStarted = now;
    this.#firstEpoch = undefined;
    [this.#epoch, this.#batch, this.#isEpochComplete] = [0, 0, false];
    [this.#logs, this.#validationLogs] = [{}, {}];
    if (this.#ended === 0) this.#show(this.#state('running'));
  }

  override onEpochBegin(epoch: number): void {
    this.#firstEpoch ??= epoch;
    [this.#epoch, this.#batch, this.#isEpochComplete] = [epoch, 0, false];
  }

  override onBatchEnd(batch: number, logs: Logs = {}): void {
    this.#batch = batch + 1;
    this.#logs = { ...logs, ...this.#validationLogs };
    if (performance.now() - this.#shownAt >= UPDATE_MS) this.#show(this.#state('running'));
  }

  override onEpochEnd(_epoch: number, logs: Logs = {}): void {
    const { steps } = this.params;
    this.#isEpochComplete = steps === undefined || this.#batch >= steps;
    this.#validationLogs = Object.fromEntries(
      Object.entries(logs).filter(([name]) => name.startsWith('val_')),
    );
    this.#logs = { ...logs };
  }

  override onTrainEnd(): void {
    const { epochs = this.#epoch + 1 } = this.params;
    const isComplete = epochs === 0 || (this.#isEpochComplete && this.#epoch + 1 >= epochs);
    const state = this.#state(isComplete ? 'done' : 'stopped');
    this.#isRunning = false;
    this.#ended += 1;
    const isLast = this.#ended === this.#trainings;
    state.share = this.#ended / this.#trainings;
    if (audience() === 'terminal') return display({ 'text/plain': progressText(state) });
    if (isLast && this.#trainings > 1) {
      const seconds = (performance.now() - this.#lineStarted) / 1000;
      return this.#show(state, `${this.#trainings} of ${this.#trainings} done · ${durationText(seconds)}`);
    }
    this.#show(state);
  }

  /** The line must not say that training goes on. Whoever trains again after an error begins anew. */
  [trainingFailed](): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#show(this.#state('failed'));
    this.begin(this.#trainings);
  }

  #state(phase: ProgressState['phase']): ProgressState {
    const { epochs, steps } = this.params;
    const now = performance.now();
    const first = this.#firstEpoch ?? 0;
    const ofEpoch = steps === undefined ? 0 : this.#batch / steps;
    const ofTraining =
      epochs === undefined || epochs === 0 ? 0 : (this.#epoch - first + ofEpoch) / (epochs - first);
    const share = (this.#ended + ofTraining) / this.#trainings;
    const elapsed = (now - this.#lineStarted) / 1000;
    return {
      phase,
      label: this.label,
      training: this.#ended + 1,
      trainings: this.#trainings,
      epoch: Math.min(this.#epoch + 1, epochs ?? Infinity),
      epochs,
      batch: this.#batch,
      batches: steps,
      logs: this.#logs,
      share,
      seconds: (now - this.#trainingStarted) / 1000,
      secondsLeft: share > 0 && elapsed > KNOWN_AFTER_SECONDS ? (elapsed * (1 - share)) / share : undefined,
    };
  }

  #show(state: ProgressState, text = progressText(state)): void {
    this.#shownAt = performance.now();
    if (audience() !== 'front end') return;
    const update = this.#displayId !== undefined;
    this.#displayId ??= randomUUID();
    const html = progressHtml(text, state.phase === 'failed' ? undefined : state.share);
    display({ 'text/plain': text, 'text/html': html }, { displayId: this.#displayId, update });
  }
}

/** Four times a second is as fast as one can read. */
const UPDATE_MS = 250;

/** The first batches take longer than the others. */
const KNOWN_AFTER_SECONDS = 1;
