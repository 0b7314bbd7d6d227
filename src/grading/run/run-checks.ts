import { isDeepStrictEqual } from 'node:util';
import { taskOf, type AutomaticCheck } from '../define/check.js';
import type { Exercise } from '../exercise/load-exercise.js';
import { isBetter, judge, type Verdict } from '../judge/verdict.js';
import type { PlannedTask, SubmissionPlan } from '../plan/submission-plan.js';
import type { Phase } from '../result.js';
import type { GradingSettings } from '../settings.js';
import { ArrangementRun, SubmissionBudget } from './arrangement-run.js';
import { startGradingSession } from './grading-session.js';
import { observe } from './observe.js';
import { referenceRunOf } from './reference-runs.js';
import { usesReference } from './uses-reference.js';

/** A verdict and the run that it comes from. */
export interface RunVerdict extends Verdict {
  run: 'own' | 'reference';
}

/** Runs a submission and judges every automatic check.
 *
 * First everything as the student wrote it. Then, for each task with a check that did not pass, once more with the
 * reference in the places of the *other* failing tasks: one mistake costs its own points and no others. Before that, the
 * reference stands in for the first failing task alone: most often, the others fail for its sake only, and all is known.
 * @returns Verdicts by check id. */
export async function runChecks(
  plan: SubmissionPlan,
  exercise: Exercise,
  settings: GradingSettings,
  seconds: Record<Phase, number>,
): Promise<Map<string, RunVerdict>> {
  const checks = exercise.grader.checks.filter((check): check is AutomaticCheck => {
    return check.kind === 'automatic' && (settings.hiddenChecks || check.visibility === 'public');
  });
  const verdicts = new Map<string, RunVerdict>();
  for (const check of checks) verdicts.set(check.id, NOT_ATTEMPTED);
  const attempted = checks.filter((check) => plan.tasks.get(taskOf(check))?.attempted);
  if (attempted.length === 0) return verdicts;

  const { probeTimeoutMs, cellTimeoutMs } = exercise.settings.limits;
  /** Tasks whose code has run too long once: their other checks get less time. */
  const slow = new Set<string>();
  const budget = new SubmissionBudget(SUBMISSION_MS);
  const surroundings = {
    start: () => startGradingSession(exercise, settings),
    budget,
    seconds,
    probeCode: exercise.probeCode,
    probeTimeoutMs,
    cellTimeoutMs,
    mostSessions: MOST_SESSIONS,
  };
  const runIn = async (replaced: ReadonlySet<string>, wanted: AutomaticCheck[]) => {
    const cells = plan.arrangement(replaced);
    const run = new ArrangementRun(cells, surroundings);
    const kind = replaced.size ? ('reference' as const) : ('own' as const);
    const lines = new Map(cells.map(({ id, source }) => [id, source.split('\n').length]));
    const look = async (check: AutomaticCheck, only?: 'fixed'): Promise<boolean> => {
      const task = taskOf(check);
      const timeoutMs = () => (slow.has(task) ? probeTimeoutMs / 4 : probeTimeoutMs);
      const context = {
        probe: (module: 'public' | 'hidden', name: string, input: unknown) =>
          run.probe(task, module, name, input, timeoutMs()),
        seed: settings.seed,
        reference: (of: AutomaticCheck, input: unknown, seeded: boolean) =>
          referenceOutput(exercise, of, input, seeded, settings),
      };
      const observation = await observe(check, context, only);
      if (only && observation.kind === 'met') return true;
      const cell = run.outcome(plan.tasks.get(task)!.cell);
      const verdict = judge(check, observation, { run: kind, cell, linesOf: (id) => lines.get(id) ?? 0 });
      if (verdict.status === 'timeout') slow.add(task);
      const earlier = verdicts.get(check.id)!;
      if (isBetter(verdict, earlier)) verdicts.set(check.id, { ...verdict, run: kind });
      return false;
    };
    try {
      const right: AutomaticCheck[] = [];
      for (const check of wanted.filter(isPublic)) if (await look(check, 'fixed')) right.push(check);
      // Only now what no message may hold is sent: what has come before cannot repeat it.
      for (const check of [...right, ...wanted.filter((one) => !isPublic(one))]) await look(check);
    } finally {
      await run.close();
    }
  };

  const hasPassed = (check: AutomaticCheck) => verdicts.get(check.id)!.status === 'pass';
  const failingTasks = () => new Set(checks.filter((check) => !hasPassed(check)).map(taskOf));
  const openChecks = (tasks: readonly string[]) =>
    attempted.filter((check) => tasks.includes(taskOf(check)) && !hasPassed(check));

  await runIn(new Set(), attempted);
  const failing = failingTasks();
  const mistaken = [...failing].filter((task) => plan.tasks.get(task)?.attempted);
  let firstReplaced: ReadonlySet<string> | undefined;
  if (mistaken.length > 1) {
    const [first, ...others] = mistaken as [string, ...string[]];
    const untouched = [...failing].filter((task) => !mistaken.includes(task));
    const replaced = (firstReplaced = withUnits(new Set([...untouched, first]), plan.tasks));
    await runIn(replaced, openChecks(others.filter((task) => !replaced.has(task))));
  }
  const left = failingTasks();
  for (const task of plan.tasks.values()) {
    const wanted = openChecks([task.id]);
    const others = new Set([...left].filter((other) => !task.unit.includes(other)));
    if (wanted.length === 0 || others.size === 0) continue;
    const replaced = withUnits(others, plan.tasks);
    if (!isDeepStrictEqual(replaced, firstReplaced)) await runIn(replaced, wanted);
  }
  return verdicts;
}

/** The submission as it is may end so many processes; then it is the reference's turn to stand in for what ends them. */
const MOST_SESSIONS = 4;

/** One submission, with all that runs out of time in it. */
const SUBMISSION_MS = 600_000;

const NOT_ATTEMPTED: RunVerdict = { status: 'notAttempted', message: 'Not filled yet', run: 'own' };

/** Tasks of one unit are replaced together. */
function withUnits(tasks: ReadonlySet<string>, all: ReadonlyMap<string, PlannedTask>): Set<string> {
  return new Set([...tasks].flatMap((task) => [...(all.get(task)?.unit ?? [task])]));
}

const isPublic = ({ visibility }: AutomaticCheck) => visibility === 'public';

async function referenceOutput(
  exercise: Exercise,
  check: AutomaticCheck,
  input: unknown,
  seeded: boolean,
  settings: GradingSettings,
): Promise<unknown> {
  if (!usesReference(check)) return undefined;
  if (!seeded && exercise.reference.has(check.id)) return exercise.reference.get(check.id);
  return referenceRunOf(exercise).output(check, input, settings);
}
