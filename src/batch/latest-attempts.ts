import path from 'node:path';
import { withUniqueNames } from './find-submissions.js';
import type { Assigned } from './grade-batch.js';
import { attemptOf } from './submitter.js';

/** Leaves one of a student's attempts at an exercise, as a course system has numbered them: the latest. Of several notebooks that were
 * handed in at once it is the one nearest to the top, then the one with the highest number.
 * Where it is not certain that they are one person's, all stay.
 * @param onChoice Called where there was more than one, with what to tell the instructor. */
export function latestAttempts(
  submissions: Assigned[],
  onChoice: (student: string, what: string) => void,
): Assigned[] {
  const attempts = new Map<string, Assigned[]>();
  const uncertain = new Map<string, Assigned[]>();
  const add = (to: Map<string, Assigned[]>, key: string, one: Assigned) =>
    to.set(key, [...(to.get(key) ?? []), one]);
  for (const submission of submissions) {
    const { exercise, student, submitter, attempt, handIn } = submission;
    if (attempt === undefined && handIn === undefined) {
      add(uncertain, JSON.stringify([exercise.settings.id, student]), submission);
      continue;
    }
    // Two people may have one name.
    const whose = attempt === undefined ? [handIn] : [student, submitter?.id];
    const key = JSON.stringify([exercise.settings.id, ...whose]);
    add(attempts, key, submission);
  }
  for (const [{ student, exercise }, ...others] of uncertain.values() as Iterable<[Assigned, ...Assigned[]]>)
    if (others.length)
      onChoice(
        student,
        `has ${others.length + 1} notebooks of ${exercise.settings.id}, each is graded: if they are one person's, name the one that counts ${exercise.settings.id}.ipynb`,
      );
  const superseded = new Set<Assigned>();
  for (const tries of attempts.values()) {
    if (tries.length === 1) continue;
    const latest = tries.reduce((best, one) => (isBefore(one, best) ? best : one));
    for (const one of tries) if (one !== latest) superseded.add(one);
    const times = new Set(tries.map(({ handIn, file }) => handIn ?? file)).size;
    onChoice(
      latest.student,
      times > 1
        ? `handed in ${times} times, the latest is graded: ${path.basename(latest.file)}`
        : `handed in ${tries.length} notebooks at once, one is graded: ${path.relative(latest.handIn!, latest.file)}`,
    );
  }
  return superseded.size ? withUniqueNames(submissions.filter((one) => !superseded.has(one))) : submissions;
}

function isBefore(one: Assigned, other: Assigned): boolean {
  const [own, others] = [rankOf(one), rankOf(other)];
  const at = own.findIndex((rank, i) => rank !== others[i]);
  return at >= 0 && own[at]! < others[at]!;
}

/** The attempt, the place within what was handed in, the number in the name: the more, the better. */
function rankOf({ attempt = 0, handIn, file, exercise }: Assigned): number[] {
  const depth = handIn === undefined ? 0 : path.relative(handIn, file).split(path.sep).length;
  return [attempt, -depth, attemptOf(path.basename(file), [exercise.settings.id])];
}
