import { taskOf, type AutomaticCheck } from '../define/check.js';
import type { Exercise } from '../exercise/load-exercise.js';
import type { Verdict } from '../judge/verdict.js';
import type { SubmissionPlan } from '../plan/submission-plan.js';
import type { Phase } from '../result.js';
import type { GradingSettings } from '../settings.js';

/** A verdict and the run that it comes from. */
export interface RunVerdict extends Verdict {
  run: 'own' | 'reference';
}

/** How far the judging of a submission is. Never changed, so that a stage can be made again. */
export interface Judging {
  readonly plan: SubmissionPlan;
  readonly exercise: Exercise;
  /** The automatic ones that count. */
  readonly checks: readonly AutomaticCheck[];
  /** Their tasks, in the order of the exercise. */
  readonly tasks: readonly string[];
  /** By check id. */
  readonly verdicts: ReadonlyMap<string, RunVerdict>;
  /** The task, by its place among `tasks`, whose mark the next stage decides; none when all are decided. */
  readonly next: number | undefined;
  /** The tasks before `next` in whose places the reference stands from now on. */
  readonly replaced: ReadonlySet<string>;
  /** Nothing has run beside just these references yet. */
  readonly areReferencesNew: boolean;
  /** Whose code has run too long once: it gets less time from then on. */
  readonly slowTasks: ReadonlySet<string>;
  readonly slowCells: ReadonlySet<string>;
  /** Of the time that the submission may use. */
  readonly leftMs: number;
  readonly seconds: Readonly<Record<Phase, number>>;
}

/** Before anything runs.
 * @param seconds What the submission has taken until here. */
export function beginJudging(
  plan: SubmissionPlan,
  exercise: Exercise,
  { hiddenChecks }: Pick<GradingSettings, 'hiddenChecks'>,
  seconds: Record<Phase, number>,
): Judging {
  const checks = exercise.grader.checks.filter((check): check is AutomaticCheck => {
    return check.kind === 'automatic' && (hiddenChecks || check.visibility === 'public');
  });
  const checked = new Set(checks.map(taskOf));
  const tasks = exercise.document.cells.flatMap((cell) => cell.tasks).filter((task) => checked.has(task));
  return {
    plan,
    exercise,
    checks,
    tasks,
    verdicts: new Map(checks.map(({ id }) => [id, NOT_ATTEMPTED])),
    next: tasks.some((task) => isAttempted(plan, task)) ? 0 : undefined,
    replaced: new Set(),
    areReferencesNew: true,
    slowTasks: new Set(),
    slowCells: new Set(),
    leftMs: SUBMISSION_MS,
    seconds,
  };
}

/** Of how many tasks, from the first one, the reference may stand in the next stage's processes. */
export function tasksDisclosed({ tasks, replaced }: Judging): number {
  return 1 + tasks.findLastIndex((task) => replaced.has(task));
}

const hasPassed = ({ verdicts }: Judging, { id }: AutomaticCheck) => verdicts.get(id)!.status === 'pass';

/** Wrong or left blank. */
export const isUnsolved = (judging: Judging, tasks: readonly string[]) =>
  judging.checks.some((check) => tasks.includes(taskOf(check)) && !hasPassed(judging, check));

/** Checks of theirs that an answer may still pass. */
export const openChecks = (judging: Judging, tasks: readonly string[]) =>
  judging.checks.filter(
    (check) =>
      tasks.includes(taskOf(check)) && isAttempted(judging.plan, taskOf(check)) && !hasPassed(judging, check),
  );

/** Tasks after this one, and not taken together with it, with a wrong answer. */
export function mistakenAfter(judging: Judging, at: number): string[] {
  const unit = unitOf(judging.plan, judging.tasks[at]!);
  const later = judging.tasks.slice(at + 1).filter((task) => !unit.includes(task));
  return later.filter((task) => openChecks(judging, [task]).length > 0);
}

const isAttempted = ({ tasks }: SubmissionPlan, task: string) => tasks.get(task)?.attempted ?? false;

/** Tasks of one unit are run and replaced together. */
export const unitOf = ({ tasks }: SubmissionPlan, task: string): readonly string[] =>
  tasks.get(task)?.unit ?? [task];

/** One submission, with all that runs out of time in it. */
const SUBMISSION_MS = 600_000;

const NOT_ATTEMPTED: RunVerdict = { status: 'notAttempted', message: 'Not filled yet', run: 'own' };
