import type { SubmissionResult } from '../grading/result.js';
import { GradebookError } from './gradebook-error.js';
import { isSameName, personOf, type Person } from './roster.js';

/** A row of another system's table, as far as it says who it is about: the surest first. */
export interface RowIdentity {
  row: number;
  /** For messages. */
  shown: string;
  /** Numbers and addresses. */
  ids: string[];
  names: string[];
}

/** Which result belongs in which row.
 * @param file The table's name, for messages.
 * @returns Results by row, and those that have none.
 * @throws {GradebookError} If a person cannot be told from another, or if nobody of the class is in the table. */
export function matchRows(
  results: readonly SubmissionResult[],
  rows: readonly RowIdentity[],
  roster: readonly Person[],
  file: string,
): { byRow: Map<number, SubmissionResult>; without: SubmissionResult[] } {
  const byRow = new Map<number, SubmissionResult>();
  const without: SubmissionResult[] = [];
  for (const result of results) {
    const row = rowOf(result, rows, personOf(result, roster), file);
    if (!row) {
      without.push(result);
      continue;
    }
    const taken = byRow.get(row.row);
    if (taken)
      throw new GradebookError(
        `"${taken.submission}" and "${result.submission}" are both ${row.shown} of ${file}: grade one of them, or tell them apart in a roster`,
      );
    byRow.set(row.row, result);
  }
  if (rows.length === 0)
    throw new GradebookError(`${file} has no students below its header: export it again`);
  if (results.length && byRow.size === 0)
    throw new GradebookError(
      `${file} has none of these ${results.length} submissions (its first person is ${rows[0]!.shown}): is it another course's? A roster (--class) maps names to ids`,
    );
  return { byRow, without };
}

/** Of a group, what a system says of the one who has handed in is not said of the others. */
function rowOf(
  { submission, submitter }: SubmissionResult,
  rows: readonly RowIdentity[],
  person: Person | undefined,
  file: string,
): RowIdentity | undefined {
  const handedIn = person?.group === undefined ? [submitter?.id, submitter?.email] : [];
  const alone = person?.group === undefined ? [submission] : [];
  const ids = [...handedIn, ...(person?.names ?? []), ...alone];
  const names = [...(person ? [person.name] : [submitter?.name]), ...alone];
  return (
    theOnly(submission, rows, file, (row) =>
      row.ids.some((id) => ids.some((own) => own && isSameId(id, own))),
    ) ??
    theOnly(submission, rows, file, (row) =>
      row.names.some((name) => names.some((own) => own && isSameName(name, own))),
    )
  );
}

const isSameId = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

function theOnly(
  submission: string,
  rows: readonly RowIdentity[],
  file: string,
  isIt: (row: RowIdentity) => boolean,
): RowIdentity | undefined {
  const found = rows.filter(isIt);
  if (found.length < 2) return found[0];
  throw new GradebookError(
    `The submission "${submission}" could be ${found.map(({ shown, row }) => `${shown} in row ${row + 1}`).join(' or ')} of ${file}: tell them apart in a roster (--class)`,
  );
}
