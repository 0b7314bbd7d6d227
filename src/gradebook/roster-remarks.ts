import type { SubmissionResult } from '../grading/result.js';
import { personOf, type Person } from './roster.js';

/** Who has handed in nothing, and which submissions are nobody's: a line each. */
export function rosterRemarks(results: readonly SubmissionResult[], roster: readonly Person[]): string[] {
  if (roster.length === 0) return [];
  const exercises = [...new Set(results.map(({ exercise }) => exercise))];
  return exercises.flatMap((exercise) => {
    const own = results.filter((result) => result.exercise === exercise);
    const people = own.map((result) => personOf(result, roster));
    const missing = roster.filter((person) => !people.includes(person));
    const unknown = own.filter((_, at) => people[at] === undefined);
    return [
      ...unknown.map(({ submission }) => `${submission}, ${exercise}: nobody in the roster has this name`),
      ...missing.map(
        ({ id, name }) => `${exercise}: no submission of ${name || id}${name ? ` (${id})` : ''}`,
      ),
    ];
  });
}
