import { taskOf, type AutomaticCheck } from '../define/check.js';
import type { Exercise } from '../exercise/load-exercise.js';
import { isBetter, judge } from '../judge/verdict.js';
import type { StandIn } from '../plan/submission-plan.js';
import type { GradingSettings } from '../settings.js';
import { ArrangementRun, LESS_TIME, SubmissionBudget } from './arrangement-run.js';
import { startGradingSession } from './grading-session.js';
import type { Judging } from './judging.js';
import { observe, type Observation } from './observe.js';
import { referenceRunOf } from './reference-runs.js';
import { usesReference } from './uses-reference.js';

/** Runs one arrangement of a submission and judges checks by it; a check keeps the better of its verdicts.
 * @param standIns By task; in all other places stand the student's own answers. */
export async function judgeArrangement(
  judging: Judging,
  standIns: ReadonlyMap<string, StandIn>,
  wanted: readonly AutomaticCheck[],
  settings: GradingSettings,
): Promise<Judging> {
  const { plan, exercise } = judging;
  const verdicts = new Map(judging.verdicts);
  const slowTasks = new Set(judging.slowTasks);
  const slowCells = new Set(judging.slowCells);
  const seconds = { ...judging.seconds };
  const budget = new SubmissionBudget(judging.leftMs);
  const { probeTimeoutMs, cellTimeoutMs } = exercise.settings.limits;
  const cells = plan.arrangement(standIns);
  const answers = [...standIns.values()];
  const run = new ArrangementRun(cells, {
    start: () => startGradingSession(exercise, settings, answers.includes('reference')),
    budget,
    seconds,
    probeCode: exercise.probeCode,
    probeTimeoutMs,
    cellTimeoutMs,
    slowCells,
    mostSessions: MOST_SESSIONS,
  });
  // Whatever stands in: processes before this one have seen hidden inputs, which its code must not be able to tell.
  const kind = standIns.size ? 'reference' : 'own';
  const hasStubs = answers.includes('starter');
  const lines = new Map(cells.map(({ id, source }) => [id, source.split('\n').length]));

  const observed = (check: AutomaticCheck, only?: 'fixed'): Promise<Observation> => {
    const task = taskOf(check);
    const timeoutMs = slowTasks.has(task) ? probeTimeoutMs / LESS_TIME : probeTimeoutMs;
    const context = {
      probe: (module: 'public' | 'hidden', name: string, input: unknown) =>
        run.probe(task, module, name, input, timeoutMs),
      seed: settings.seed,
      reference: (of: AutomaticCheck, input: unknown, seeded: boolean) =>
        referenceOutput(exercise, of, input, seeded, settings),
    };
    return observe(check, context, only);
  };
  const keep = (check: AutomaticCheck, observation: Observation): void => {
    // The student has filled that task: it says nothing.
    if (hasStubs && isNotFilled(observation)) return;
    const task = taskOf(check);
    const cell = run.outcome(plan.tasks.get(task)!.answeredIn);
    const verdict = judge(check, observation, { run: kind, cell, linesOf: (id) => lines.get(id) ?? 0 });
    if (verdict.status === 'timeout') slowTasks.add(task);
    if (isBetter(verdict, verdicts.get(check.id)!)) verdicts.set(check.id, { ...verdict, run: kind });
  };

  try {
    const right: AutomaticCheck[] = [];
    for (const check of wanted.filter(isPublic)) {
      const observation = await observed(check, 'fixed');
      if (observation.kind === 'met') right.push(check);
      else keep(check, observation);
    }
    // Only now what no message may hold is sent: what has come before cannot repeat it.
    for (const check of [...right, ...wanted.filter((one) => !isPublic(one))])
      keep(check, await observed(check));
  } finally {
    await run.close();
  }
  return { ...judging, verdicts, slowTasks, slowCells, seconds, leftMs: budget.leftMs };
}

const isNotFilled = (observation: Observation) =>
  observation.kind === 'failed' &&
  observation.outcome.status === 'error' &&
  observation.outcome.error.name === 'NotFilledError';

/** One arrangement may end so many processes; then it is another's turn, with something else in place of what ends them. */
const MOST_SESSIONS = 4;

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
