import type { Judging, RunVerdict } from './judging.js';

/** How far a judging is, as JSON: what the notebook and the exercise tell again is left out. */
export interface JudgingState {
  verdicts: [check: string, verdict: RunVerdict][];
  next: number | null;
  replaced: string[];
  areReferencesNew: boolean;
  slowTasks: string[];
  slowCells: string[];
  leftMs: number;
  seconds: Judging['seconds'];
}

export const stateOf = (judging: Judging): JudgingState => ({
  verdicts: [...judging.verdicts],
  next: judging.next ?? null,
  replaced: [...judging.replaced],
  areReferencesNew: judging.areReferencesNew,
  slowTasks: [...judging.slowTasks],
  slowCells: [...judging.slowCells],
  leftMs: judging.leftMs,
  seconds: judging.seconds,
});

/** @param begun The same submission, as it was before anything ran. */
export const resumed = (begun: Judging, state: JudgingState): Judging => ({
  ...begun,
  verdicts: new Map(state.verdicts),
  next: state.next ?? undefined,
  replaced: new Set(state.replaced),
  areReferencesNew: state.areReferencesNew,
  slowTasks: new Set(state.slowTasks),
  slowCells: new Set(state.slowCells),
  leftMs: state.leftMs,
  seconds: state.seconds,
});
