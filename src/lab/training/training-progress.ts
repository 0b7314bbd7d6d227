import { Callback, type Logs } from '../callback.js';
import { audience, display } from '../display.js';
import { progressHtml } from './progress-html.js';
import { progressText, type ProgressState } from './progress-text.js';

export interface TrainingProgressOptions {
  /** What is trained, at the start of the line. */
  label?: string;
}

/** Shows how far a training is in one line below the cell, which changes in place: epoch, batch, loss and metrics, time left.
 *
 * One object may follow several trainings, one after another: `begin(27)` announces how many, `label` names the next one,
 * and the line then tells the time left for all of them. In a plain Node process a line is printed when a training has ended;
 * a grader sees nothing.
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
  #trained = 0;
  #started = 0;
  #trainingStarted = 0;
  #shownAt = -Infinity;
  #displayId: string | undefined;
  #epoch = 0;
  #batch = 0;
  #batches = 0;
  #logs: Logs = {};

  constructor({ label = '' }: TrainingProgressOptions = {}) {
    super();
    this.label = label;
  }

  /** Starts a new line, for this number of trainings.
   * @throws {RangeError} If trainings is not a whole number >= 1. */
  begin(trainings: number): void {
    if (!Number.isInteger(trainings) || trainings < 1) {
      throw new RangeError(`begin needs a whole number of trainings >= 1: got ${trainings}`);
    }
    this.#trainings = trainings;
    this.#trained = 0;
    this.#displayId = undefined;
  }

  override onTrainBegin(): void {
    if (this.#trained >= this.#trainings) this.begin(this.#trainings);
    this.#trainingStarted = performance.now();
    if (this.#trained === 0) this.#started = this.#trainingStarted;
    [this.#epoch, this.#batch, this.#batches, this.#logs] = [0, 0, 0, {}];
  }

  override onEpochBegin(epoch: number): void {
    [this.#epoch, this.#batch] = [epoch, 0];
  }

  override onBatchEnd(batch: number, logs: Logs = {}): void {
    if (this.#batches === 0) this.#batches = this.#batchesFrom(logs);
    this.#batch = batch + 1;
    this.#logs = logs;
    const now = performance.now();
    if (now - this.#shownAt < UPDATE_MS || audience() !== 'front end') return;
    this.#shownAt = now;
    this.#show(this.#state('running'));
  }

  override onEpochEnd(epoch: number, logs: Logs = {}): void {
    [this.#epoch, this.#batch, this.#logs] = [epoch + 1, 0, logs];
  }

  override onTrainEnd(): void {
    this.#trained += 1;
    const isLast = this.#trained === this.#trainings;
    const state = this.#state(isLast ? 'done' : 'running');
    if (audience() === 'front end') this.#show(state);
    if (audience() === 'terminal') console.log(progressText(this.#state('done')));
  }

  #batchesFrom({ size }: Logs): number {
    const { samples } = this.params;
    return samples === undefined || !size ? 0 : Math.ceil(samples / size);
  }

  #state(phase: ProgressState['phase']): ProgressState {
    const { epochs = 0 } = this.params;
    const ended = phase === 'done' || this.#epoch >= epochs;
    const ofThis = ended ? 0 : (this.#epoch + (this.#batches ? this.#batch / this.#batches : 0)) / epochs;
    const share = (this.#trained + ofThis) / this.#trainings;
    const now = performance.now();
    return {
      phase,
      label: this.label,
      training: Math.min(this.#trained + (ended ? 0 : 1), this.#trainings),
      trainings: this.#trainings,
      epoch: Math.min(this.#epoch + (ended ? 0 : 1), epochs),
      epochs,
      batch: this.#batch,
      batches: this.#batches,
      logs: this.#logs,
      share,
      seconds:
        (now - (this.#trainings > 1 && phase === 'done' ? this.#started : this.#trainingStarted)) / 1000,
      secondsLeft: share > 0 ? ((now - this.#started) * (1 - share)) / share / 1000 : undefined,
    };
  }

  #show(state: ProgressState): void {
    const update = this.#displayId !== undefined;
    this.#displayId ??= `gradlab-progress-${++nLines}`;
    display(
      { 'text/plain': progressText(state), 'text/html': progressHtml(state) },
      { displayId: this.#displayId, update },
    );
  }
}

/** Four times a second is as fast as one can read. */
const UPDATE_MS = 250;

let nLines = 0;
