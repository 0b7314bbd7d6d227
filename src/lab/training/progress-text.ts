import type { Logs } from '../callback.js';

/** How far a training is, or several of them. */
export interface ProgressState {
  phase: 'running' | 'done';
  label: string;
  /** The training that runs, from 1 on. */
  training: number;
  trainings: number;
  /** The epoch that runs, from 1 on. */
  epoch: number;
  epochs: number;
  /** Batches of this epoch that have ended. */
  batch: number;
  /** 0 where it is not known. */
  batches: number;
  logs: Logs;
  /** Of all trainings, in [0, 1]. */
  share: number;
  seconds: number;
  secondsLeft: number | undefined;
}

/** E.g. `2 of 3 · Adam · epoch 3/10 · batch 120/157 · loss 0.412 · acc 0.871 · 12 s left`. */
export function progressText(state: ProgressState): string {
  const { phase, label, training, trainings, epoch, epochs, batch, batches, seconds, secondsLeft } = state;
  const parts =
    phase === 'done' && trainings > 1
      ? [`${trainings} trainings done`]
      : trainings > 1
        ? [`${training} of ${trainings}`]
        : [];
  if (label !== '') parts.push(label);
  parts.push(phase === 'done' ? `${epoch} ${epoch === 1 ? 'epoch' : 'epochs'}` : `epoch ${epoch}/${epochs}`);
  if (batches > 0 && phase === 'running' && batch > 0) parts.push(`batch ${batch}/${batches}`);
  parts.push(...metricTexts(state.logs));
  if (phase === 'done') parts.push(duration(seconds));
  else if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} left`);
  return parts.join(' · ');
}

/** What logs tell beside their numbering. */
function metricTexts(logs: Logs): string[] {
  return Object.entries(logs)
    .filter(([name]) => name !== 'batch' && name !== 'size' && name !== 'epoch')
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${significant(value)}`);
}

/** Three digits, which change little enough to be read. */
const significant = (value: number) =>
  Number.isFinite(value) && value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(3)));

/** E.g. `8 s`, `2 min 5 s`. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return seconds < 10 ? `${seconds.toFixed(1)} s` : `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
