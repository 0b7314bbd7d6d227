import Papa from 'papaparse';
import { GradebookError } from './gradebook-error.js';
import type { SubmissionTimes } from './late-policy.js';
import { isSameName } from './roster.js';

/** Reads when things were handed in: a table with columns `submission` (its name, or the person's id) and `submitted`, and `exercise`
 * where there are several.
 * @param file Its name, for messages.
 * @throws {GradebookError} If a column is missing. */
export function readSubmissionTimes(text: string, file: string): SubmissionTimes {
  const { data, meta } = Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: (cell) => cell.trim(),
  });
  for (const column of ['submission', 'submitted'])
    if (!meta.fields?.includes(column))
      throw new GradebookError(`${file} has no column "${column}": it needs submission,submitted`);
  return ({ submission, exercise }, person) => {
    const names = [submission, ...(person?.names ?? [])];
    const own = data.filter(
      (row) =>
        names.some((name) => isSameName(row['submission'] ?? '', name)) &&
        (!row['exercise'] || row['exercise'] === exercise),
    );
    return own.at(-1)?.['submitted'];
  };
}
