import type { Exercise } from '../exercise/load-exercise.js';
import { ReferenceRun } from './reference-run.js';

const runs = new Map<Exercise, ReferenceRun>();

/** The reference run of an exercise: one for all submissions of a class. */
export function referenceRunOf(exercise: Exercise): ReferenceRun {
  let run = runs.get(exercise);
  if (!run) runs.set(exercise, (run = new ReferenceRun(exercise)));
  return run;
}

/** Ends the processes of all reference runs. */
export async function closeReferenceRuns(): Promise<void> {
  await Promise.all([...runs.values()].map((run) => run.close()));
  runs.clear();
}
