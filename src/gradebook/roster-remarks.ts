import type { SubmissionResult } from '../grading/result.js';
import { nearestName } from '../lab/nearest-name.js';
import { listedNames } from './listed-names.js';
import { personOf, type Person } from './roster.js';

/** Which submissions are nobody's, who has two, and who has handed in nothing: a line each for an exercise. */
export function rosterRemarks(results: readonly SubmissionResult[], roster: readonly Person[]): string[] {
  if (roster.length === 0) return [];
  const exercises = [...new Set(results.map(({ exercise }) => exercise))];
  return exercises.flatMap((exercise) => {
    const own = results.filter((result) => result.exercise === exercise);
    const people = own.map((result) => personOf(result, roster));
    const submissionsOf = (person: Person | undefined) =>
      own.filter((_, at) => people[at] === person).map(({ submission }) => submission);
    const missing = roster.filter((person) => !people.includes(person));
    const unknown = submissionsOf(undefined);
    // Every short name is near another.
    const known = missing.flatMap(({ names }) => names).filter((name) => name.length > 4);
    const asked = unknown.map((name) => {
      const near = nearestName(name, known);
      return near === undefined ? name : `${name} (is it "${near}"?)`;
    });
    return [
      ...(unknown.length
        ? [
            `${exercise}: nobody in the roster has the name ${listedNames(asked)}: write it into a column "submission" there`,
          ]
        : []),
      ...roster
        .map((person) => ({ person, names: submissionsOf(person) }))
        .filter(({ names }) => names.length > 1)
        .map(
          ({ person, names }) => `${exercise}: ${listedNames(names)} are all of ${shown(person)}: keep one`,
        ),
      ...(missing.length ? [`${exercise}: no submission of ${listedNames(missing.map(shown), 50)}`] : []),
    ];
  });
}

const shown = ({ id, name }: Person) => (name ? `${name} (${id})` : id);
