import Papa from 'papaparse';
import type { SubmissionResult } from '../grading/result.js';
import { GradebookError } from './gradebook-error.js';

/** A person of the class. */
export interface Person {
  /** Unique: what the school knows the person by. */
  id: string;
  name: string;
  email: string;
  /** Every cell of the person's row: a submission that is named like one of them is this person's. */
  names: string[];
}

/** Reads a roster: a table with a header, with a column `id`, and as far as there are any `name`, `email`, `submission` and others.
 * @param file Its name, for messages.
 * @throws {GradebookError} If there is no `id`, an empty one, or one that stands twice. */
export function readRoster(text: string, file: string): Person[] {
  const { data, meta } = Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: (cell) => cell.trim(),
  });
  if (!meta.fields?.includes('id'))
    throw new GradebookError(
      `${file} has no column "id": begin the roster with a line such as id,name,email,submission`,
    );
  const rows = new Map<string, number>();
  return data.map((row, at) => {
    const { id = '', name = '', email = '' } = row;
    const place = `${file}, row ${at + 2}`;
    if (!id) throw new GradebookError(`${place} (${name || email || 'nothing else either'}) has no id`);
    const before = rows.get(fold(id));
    if (before !== undefined)
      throw new GradebookError(`${place}: the id "${id}" stands in row ${before}, too: keep one`);
    rows.set(fold(id), at + 2);
    return { id, name, email, names: Object.values(row).filter(Boolean) };
  });
}

/** Whose a submission is.
 * @returns Nothing if it is nobody's.
 * @throws {GradebookError} If it could be two people's. */
export function personOf(
  { submission, submitter }: Pick<SubmissionResult, 'submission' | 'submitter'>,
  roster: readonly Person[],
): Person | undefined {
  const keys = [submitter?.id, submitter?.email, submission, submitter?.name];
  for (const key of keys) {
    if (!key) continue;
    const found = roster.filter(({ names }) => names.some((name) => isSameName(name, key)));
    if (found.length === 1) return found[0];
    if (found.length > 1)
      throw new GradebookError(
        `The submission "${submission}" could be of ${found.map(({ id }) => `"${id}"`).join(' and ')}: give the roster a column "submission" with the names of the folders`,
      );
  }
  return undefined;
}

/** Names as systems write them: `Lovelace, Ada`, `Ada Lovelace`, and as Canvas makes file names of them, `lovelaceada`. */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)];
  return a === b || spellings(one).includes(b) || spellings(other).includes(a);
}

const fold = (name: string) => name.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');

function spellings(name: string): string[] {
  const [last, first, ...more] = fold(name).split(/\s*,\s*/);
  if (first !== undefined && !more.length) return [`${first} ${last}`, squeezed(`${last}${first}`)];
  const words = fold(name).split(' ');
  if (words.length < 2) return [];
  // Canvas: the last word of the name first.
  return [squeezed([words.at(-1), ...words.slice(0, -1)].join(''))];
}

const squeezed = (name: string) => name.replace(/[^\p{L}\p{N}]/gu, '');
