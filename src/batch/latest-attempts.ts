import path from 'node:path';
import { withUniqueNames } from './find-submissions.js';
import type { Assigned } from './grade-batch.js';

/** Leaves of a student's attempts at an exercise, as a course system has numbered them, the latest.
 * @param onChoice Called where there was more than one, with what to tell the instructor. */
export function latestAttempts(
  submissions: Assigned[],
  onChoice: (student: string, what: string) => void,
): Assigned[] {
  const attempts = new Map<string, Assigned[]>();
  for (const submission of submissions) {
    if (submission.attempt === undefined) continue;
    // Two people may have one name.
    const key = JSON.stringify([
      submission.exercise.settings.id,
      submission.student,
      submission.submitter?.id,
    ]);
    attempts.set(key, [...(attempts.get(key) ?? []), submission]);
  }
  const superseded = new Set<Assigned>();
  for (const tries of attempts.values()) {
    if (tries.length === 1) continue;
    const latest = tries.reduce((best, one) => (one.attempt! >= best.attempt! ? one : best));
    for (const one of tries) if (one !== latest) superseded.add(one);
    onChoice(
      latest.student,
      `handed in ${tries.length} times, the latest is graded: ${path.basename(latest.file)}`,
    );
  }
  return superseded.size ? withUniqueNames(submissions.filter((one) => !superseded.has(one))) : submissions;
}
