import type { StandIn } from '../plan/submission-plan.js';
import type { GradingSettings } from '../settings.js';
import { judgeArrangement } from './judge-arrangement.js';
import { failedAfter, hasFailed, openChecks, unitOf, type Judging } from './judging.js';

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
  if (judging.isUnseen) {
    const wanted = openChecks(now, tasks.slice(at));
    now = await judgeArrangement(now, new Map(references), wanted, settings);
  }
  const mistaken = failedAfter(now, at);
  if (openChecks(now, unit).length > 0 && mistaken.length > 0) {
    const stubs = mistaken
      .flatMap((task) => unitOf(plan, task))
      .map((task): [string, StandIn] => [task, 'starter']);
    now = await judgeArrangement(now, new Map([...references, ...stubs]), openChecks(now, unit), settings);
  }
  return withNext({ ...now, isUnseen: false }, at);
}

/** Goes on to the next task that something has to run for. */
function withNext(judging: Judging, decided: number): Judging {
  let now = judging;
  for (let at = decided; at < now.tasks.length; at++) {
    const unit = unitOf(now.plan, now.tasks[at]!);
    if (unit.every((task) => now.replaced.has(task)) || !hasFailed(now, unit)) continue;
    const isOpen = at > decided && openChecks(now, unit).length > 0;
    if (isOpen && (now.isUnseen || failedAfter(now, at).length > 0)) return { ...now, next: at };
    now = { ...now, replaced: new Set([...now.replaced, ...unit]), isUnseen: true };
  }
  return { ...now, next: undefined };
}
