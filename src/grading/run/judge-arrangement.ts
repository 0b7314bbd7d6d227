import { taskOf, type AutomaticCheck } from '../define/check.js';
import type { Exercise } from '../exercise/load-exercise.js';
import { isBetter, judge } from '../judge/verdict.js';
import type { StandIn } from '../plan/submission-plan.js';
import type { GradingSettings } from '../settings.js';
import { ArrangementRun, SubmissionBudget } from './arrangement-run.js';
import { startGradingSession } from './grading-session.js';
import type { Judging } from './judging.js';
import { observe } from './observe.js';
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
  const slow = new Set(judging.slow);
  const seconds = { ...judging.seconds };
  const budget = new SubmissionBudget(judging.leftMs);
  const { probeTimeoutMs, cellTimeoutMs } = exercise.settings.limits;
  const cells = plan.arrangement(standIns);
  const run = new ArrangementRun(cells, {
    start: () => startGradingSession(exercise, settings),
    budget,
    seconds,
    probeCode: exercise.probeCode,
    probeTimeoutMs,
    cellTimeoutMs,
    mostSessions: MOST_SESSIONS,
  });
  const kind = standIns.size ? ('reference' as const) : ('own' as const);
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
  return { ...judging, verdicts, slow, seconds, leftMs: budget.leftMs };
}

/** The submission as it is may end so many processes; then it is the reference's turn to stand in for what ends them. */
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
