import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadExercise } from '../../dist/grading/exercise/load-exercise.js';
import { gradeSubmission } from '../../dist/grading/grade-submission.js';
import type { SubmissionResult } from '../../dist/grading/result.js';
import type { GradingSettings } from '../../dist/grading/settings.js';
import { fillNotebook, serializeNotebook, type Notebook } from '../../dist/notebook/index.js';
import { CompilerProcess, workplaceFor } from '../../dist/session/index.js';

const folder = fileURLToPath(new URL('../../graders/01-learning-rate-finder', import.meta.url));

/** Exercise 1 with probes that wait two seconds at most: endless answers are part of these tests. */
export const exercise = (() => {
  const loaded = loadExercise(folder);
  const limits = { ...loaded.settings.limits, probeTimeoutMs: 2000, cellTimeoutMs: 8000 };
  return { ...loaded, settings: { ...loaded.settings, limits } };
})();

export const compiler = new CompilerProcess(workplaceFor(path.dirname(folder)));

const settings: GradingSettings = {
  isolation: 'process',
  seed: 1,
  experiments: false,
  hiddenChecks: true,
  compiler,
};

/** A submission: the solution (or the starter) with answers put in and, if wanted, the notebook edited. */
export function submission(
  answers: Record<string, string>,
  {
    from = 'solution' as 'solution' | 'starter',
    edit = undefined as ((notebook: Notebook) => void) | undefined,
  } = {},
): string {
  const notebook = fillNotebook(exercise.document, from, new Map(Object.entries(answers)));
  edit?.(notebook);
  return serializeNotebook(notebook);
}

export const grade = (notebook: string, more: Partial<GradingSettings> = {}): Promise<SubmissionResult> =>
  gradeSubmission(notebook, 'student', exercise, { ...settings, ...more });

/** Statuses by check id. */
export const statuses = ({ checks }: SubmissionResult) =>
  Object.fromEntries(checks.map(({ id, status }) => [id, status]));

/** Points by task. */
export function pointsByTask({ checks }: SubmissionResult): Record<string, number> {
  const points: Record<string, number> = {};
  for (const { task, score } of checks) points[task] = Math.round(((points[task] ?? 0) + score) * 100) / 100;
  return points;
}

export const messageOf = ({ checks }: SubmissionResult, id: string) =>
  checks.find((check) => check.id === id)!.message;

export const cell = (notebook: Notebook, id: string) => notebook.cells.find((one) => one.id === id)!;
