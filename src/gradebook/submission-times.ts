import { GradebookError } from './gradebook-error.js';
import type { SubmissionTimes } from './late-policy.js';
import { isSameName } from './roster.js';
import { readTable } from './table.js';

/** Reads when things were handed in: a table with columns `submission` (its name, or the person's id) and `submitted`, and `exercise`
 * where there are several.
 * @param file Its name, for messages.
 * @throws {GradebookError} If a column is missing, or the table damaged. */
export function readSubmissionTimes(text: string, file: string): SubmissionTimes {
  const { columns, rows } = readTable(text, file);
  for (const column of ['submission', 'submitted'])
    if (!columns.includes(column))
      throw new GradebookError(`${file} has no column "${column}": it needs submission,submitted`);
  return ({ submission, exercise }, ofPeople) => {
    const names = [submission, ...ofPeople];
    const own = rows.filter(
      ({ cells }) =>
        names.some((name) => isSameName(cells['submission'] ?? '', name)) &&
        (!cells['exercise'] || cells['exercise'] === exercise),
    );
    return own.at(-1)?.cells['submitted'];
  };
}
