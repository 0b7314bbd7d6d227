import type { SubmissionResult } from '../grading/result.js';
import { nearestName } from '../lab/nearest-name.js';
import type { ClassSettings } from './class-settings.js';
import { listedNames } from './listed-names.js';
import type { Person } from './roster.js';

/** What the settings of a class say about nothing that is there, and would be without effect: a line each. */
export function settingsRemarks(
  results: readonly SubmissionResult[],
  { exercises }: ClassSettings,
  roster: readonly Person[],
): string[] {
  const told = Object.keys(exercises);
  const graded = [...new Set(results.map(({ exercise }) => exercise))];
  const known = new Set([...roster.map(({ id }) => id), ...results.map(({ submission }) => submission)]);
  const without = told.length ? graded.filter((exercise) => !told.includes(exercise)) : [];
  return [
    ...without.map((exercise) => {
      const near = nearestName(
        exercise,
        told.filter((name) => !graded.includes(name)),
      );
      return `${exercise}: the settings have no due date for it, so nothing is late${near === undefined ? '' : `: do they mean it by "${near}"?`}`;
    }),
    ...graded.flatMap((exercise) => {
      const nobody = Object.keys(exercises[exercise]?.extensions ?? {}).filter((name) => !known.has(name));
      return nobody.length
        ? [
            `${exercise}: an extension is for ${listedNames(nobody)}, which is neither an id of the roster nor a submission`,
          ]
        : [];
    }),
  ];
}
