import type { SubmissionResult } from '../grading/result.js';
import { GradebookError } from './gradebook-error.js';
import { readTable } from './table.js';

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
 * @throws {GradebookError} If it is damaged or has no people, if there is no `id`, an empty one, or an id or a submission that stands
 * twice. */
export function readRoster(text: string, file: string): Person[] {
  const { columns, rows } = readTable(text, file);
  if (!columns.includes('id'))
    throw new GradebookError(
      `${file} has no column "id": begin the roster with a line such as id,name,email,submission`,
    );
  if (rows.length === 0)
    throw new GradebookError(
      `${file} has no people below its header: write a line for each, or leave it out`,
    );
  const seen = new Map<string, number>();
  return rows.map(({ number, cells }) => {
    const { id = '', name = '', email = '' } = cells;
    const place = `${file}, row ${number}`;
    if (!id) throw new GradebookError(`${place} (${name || email || 'nothing else either'}) has no id`);
    for (const [column, remedy] of ONCE) {
      const value = cells[column];
      if (!value) continue;
      const key = `${column} ${fold(value)}`;
      const before = seen.get(key);
      if (before !== undefined)
        throw new GradebookError(
          `${place}: the ${column} "${value}" stands in row ${before}, too: ${remedy}`,
        );
      seen.set(key, number);
    }
    return { id, name, email, names: Object.values(cells).filter(Boolean) };
  });
}

/** What no two people have, and what to do where they do. */
const ONCE = [
  ['id', 'keep one'],
  ['submission', 'each is one person’s. Of a group, copy the folder under a name for each'],
] as const;

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

/** The results with the people that a roster knows. */
export function identified(
  results: readonly SubmissionResult[],
  roster: readonly Person[],
): SubmissionResult[] {
  return results.map((result) => {
    const { person: _, ...before } = result;
    const person = personOf(result, roster);
    return person ? { ...before, person: { id: person.id, name: person.name, email: person.email } } : before;
  });
}

/** Whether a submission is meant by a name: its own, or an id, a name or an address of its person. */
export function isOf(
  name: string,
  one: Pick<SubmissionResult, 'submission' | 'submitter'>,
  roster: readonly Person[],
): boolean {
  return (
    one.submission === name || (personOf(one, roster)?.names.some((own) => isSameName(own, name)) ?? false)
  );
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
