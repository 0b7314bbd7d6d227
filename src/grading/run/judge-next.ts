import type { StandIn } from '../plan/submission-plan.js';
import type { GradingSettings } from '../settings.js';
import { judgeArrangement } from './judge-arrangement.js';
import { isUnsolved, mistakenAfter, openChecks, unitOf, type Judging } from './judging.js';

/** Makes the next stage: runs what decides the mark of the next task.
 *
 * First everything runs as the student wrote it. Then, task by task in the order of the exercise: one with a check that did not pass
 * runs once more with the starter's lines in the places of the later tasks that failed, whose mistakes are not its own. Then its
 * mark stands, and for the tasks after it the reference takes its place: one mistake costs its own points and no others.
 *
 * So whoever can leave a note where a later process finds it, from beside a reference, is too late: no task is judged
 * any more whose reference has been in a process of the submission's. */
export async function judgeNext(judging: Judging, settings: GradingSettings): Promise<Judging> {
  const { plan, tasks, replaced } = judging;
  const at = judging.next!;
  const unit = unitOf(plan, tasks[at]!);
  const references = [...replaced].map((task): [string, StandIn] => [task, 'reference']);
  let now = judging;
  if (judging.areReferencesNew) {
    const wanted = openChecks(now, tasks.slice(at));
    now = await judgeArrangement(now, new Map(references), wanted, settings);
  }
  const mistaken = mistakenAfter(now, at).flatMap((task) => unitOf(plan, task));
  if (openChecks(now, unit).length > 0 && mistaken.length > 0) {
    const stubs = mistaken.map((task): [string, StandIn] => [task, 'starter']);
    now = await judgeArrangement(now, new Map([...references, ...stubs]), openChecks(now, unit), settings);
  }
  return closed({ ...now, areReferencesNew: false }, at);
}

/** Closes the task that was judged, and those after it up to the next whose mark a run can still change. What is closed
 * and unsolved has its reference in its place from then on. */
function closed(judging: Judging, judged: number): Judging {
  let now = judging;
  for (let at = judged; at < now.tasks.length; at++) {
    now = withWholeCells(now, at);
    const unit = unitOf(now.plan, now.tasks[at]!);
    if (unit.every((task) => now.replaced.has(task)) || !isUnsolved(now, unit)) continue;
    const canChange =
      openChecks(now, unit).length > 0 && (now.areReferencesNew || mistakenAfter(now, at).length > 0);
    if (at > judged && canChange) return { ...now, next: at };
    now = { ...now, replaced: new Set([...now.replaced, ...unit]), areReferencesNew: true };
  }
  return { ...now, next: undefined };
}

/** Where lines were put between the given ones, they may be what is wrong: a cell whose tasks are all decided keeps none of them beside a
 * reference. */
function withWholeCells(judging: Judging, decided: number): Judging {
  const { plan, tasks, replaced } = judging;
  const more = [...replaced].flatMap((task) => {
    const { isEdited, cell } = plan.tasks.get(task)!;
    const others = isEdited ? tasks.filter((other) => plan.tasks.get(other)?.cell === cell) : [];
    return others.every((other) => tasks.indexOf(other) < decided) ? others : [];
  });
  if (more.every((task) => replaced.has(task))) return judging;
  return { ...judging, replaced: new Set([...replaced, ...more]), areReferencesNew: true };
}
