import type { Logs } from '../callback.js';

/** How far a training is, or the last of several. */
export interface ProgressState {
  phase: 'running' | 'done' | 'stopped' | 'failed';
  label: string;
  /** Which training of how many, from 1 on. */
  training: number;
  trainings: number;
  /** The epoch that runs or ran, from 1 on. */
  epoch: number;
  epochs: number | undefined;
  /** Batches of this epoch that have ended. */
  batch: number;
  batches: number | undefined;
  logs: Logs;
  /** Of all trainings, in [0, 1]. */
  share: number;
  /** Of this training. */
  seconds: number;
  secondsLeft: number | undefined;
}

/** E.g. `2 of 3 · Adam · epoch 3/10 · batch 120/157 · loss 0.412 · acc 0.871 · 12 s left`. */
export function progressText(state: ProgressState): string {
  const { phase, label, training, trainings, epoch, epochs, batch, batches, seconds, secondsLeft } = state;
  const parts: string[] = [];
  if (trainings > 1) parts.push(`${training} of ${trainings}${phase === 'done' ? ' done' : ''}`);
  const name = label.replace(/\s+/g, ' ').trim();
  if (name !== '') parts.push(name);
  const ofEpochs = epochs === undefined ? epoch : `${epoch}/${epochs}`;
  if (phase === 'running') parts.push(`epoch ${ofEpochs}`);
  else if (phase === 'done') parts.push(`${epoch} ${epoch === 1 ? 'epoch' : 'epochs'}`);
  else parts.push(`${phase} in epoch ${ofEpochs}`);
  if (phase === 'running' && batch > 0) {
    parts.push(batches === undefined ? `batch ${batch}` : `batch ${batch}/${batches}`);
  }
  parts.push(...metricTexts(state.logs));
  if (phase !== 'running') parts.push(durationText(seconds));
  else if (secondsLeft !== undefined) parts.push(`${durationText(secondsLeft)} left`);
  return parts.join(' · ');
}

/** What logs tell beside their numbering. */
function metricTexts(logs: Logs): string[] {
  return Object.entries(logs)
    .filter(([name]) => name !== 'batch' && name !== 'size' && name !== 'epoch')
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${threeDigits(value)}`);
}

/** More digits change too fast to be read. */
function threeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  return size !== 0 && size !== Infinity && (size < 1e-3 || size >= 1e4)
    ? rounded.toExponential()
    : String(rounded);
}

/** E.g. `0.4 s`, `12 s`, `2 min 5 s`, `1 h 4 min`. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (whole < 60) return `${whole} s`;
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
