/** The result of grading: versioned JSON, on which every report is built. Fields may be added; these stay. */
export const RESULT_SCHEMA_VERSION = 1;

/** Only `pass` earns points. Silence, an exit code, a missing reply or something printed never does. */
export type CheckStatus =
  'pass' | 'fail' | 'notAttempted' | 'error' | 'timeout' | 'crashed' | 'notRun' | 'pendingManual';

export interface CheckResult {
  id: string;
  task: string;
  title: string;
  visibility: 'public' | 'hidden';
  status: CheckStatus;
  score: number;
  maxScore: number;
  message: string;
  hint: string;
  /** Whose code stood in the other places: the student's everywhere, or the reference where other tasks failed. */
  run: 'own' | 'reference';
}

export interface SubmissionResult {
  schemaVersion: typeof RESULT_SCHEMA_VERSION;
  exercise: string;
  title: string;
  submission: string;
  status: 'graded' | 'unreadable';
  /** Why the file cannot be graded, and what to do. */
  message?: string;
  score: number;
  /** Hand-marked points included. */
  maxScore: number;
  /** Points that wait for a hand. */
  pendingScore: number;
  isolation: string;
  seed: number;
  checks: CheckResult[];
  /** What was put right before grading. */
  restored: { cell: string; what: string }[];
  /** Seconds per phase; left out by `--stable`. */
  seconds?: Record<Phase, number>;
}

export type Phase = 'restore' | 'compile' | 'start' | 'cells' | 'probes';

/** Sums points exactly, in hundredths. */
export function sumPoints(points: Iterable<number>): number {
  let hundredths = 0;
  for (const value of points) hundredths += Math.round(value * 100);
  return hundredths / 100;
}
