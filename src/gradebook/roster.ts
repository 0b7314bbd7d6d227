import type { SubmissionResult } from '../grading/result.js';
import { GradebookError } from './gradebook-error.js';
import { readTable } from './table.js';

/** A person of the class. */
export interface Person {
  /** Unique: what the school knows the person by. */
  id: string;
  name: string;
  email: string;
  /** Every cell of the person's row, but for what a group shares: a submission that is named like one of them is this person's. */
  names: string[];
  /** Whoever has the same one hands in together. */
  group?: string;
  /** Of somebody in a group: what the group, and what its submission is called. */
  shared: string[];
}

/** Reads a roster: a table with a header, with a column `id`, and as far as there are any `name`, `email`, `submission`,
 * `group` and others.
 * @param file Its name, for messages.
 * @throws {GradebookError} If it is damaged or has no people, if there is no `id`, an empty one, or an id that stands twice, or a submission
 * that people of no common group have. */
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
  const seen = new Map<string, { number: number; at: number }>();
  return rows.map(({ number, cells }, at) => {
    const { id = '', name = '', email = '', group = '', submission = '', ...others } = cells;
    const place = `${file}, row ${number}`;
    if (!id) throw new GradebookError(`${place} (${name || email || 'nothing else either'}) has no id`);
    for (const [column, remedy] of ONCE) {
      const value = cells[column];
      if (!value) continue;
      const key = `${column} ${fold(value)}`;
      const before = seen.get(key);
      const isShared =
        column === 'submission' &&
        group &&
        before &&
        fold(rows[before.at]!.cells['group'] ?? '') === fold(group);
      if (before !== undefined && !isShared)
        throw new GradebookError(
          `${place}: the ${column} "${value}" stands in row ${before.number}, too: ${remedy}`,
        );
      seen.set(key, { number, at });
    }
    const own = [id, name, email, ...Object.values(others)];
    return group
      ? {
          id,
          name,
          email,
          names: own.filter(Boolean),
          group: fold(group),
          shared: [group, submission].filter(Boolean),
        }
      : { id, name, email, names: [...own, submission].filter(Boolean), shared: [] };
  });
}

/** What no two people have, and what to do where they do. */
const ONCE = [
  ['id', 'keep one'],
  ['submission', 'each is one person’s. Where they hand in together, give them the same "group"'],
] as const;

type Whose = Pick<SubmissionResult, 'submission' | 'submitter' | 'person'>;

/** Whose a submission is: nobody's, one person's, or a group's; of a group's part, the person's whose it is.
 * @throws {GradebookError} If it could be two people's who are in no group together. */
export function membersOf({ submission, submitter, person }: Whose, roster: readonly Person[]): Person[] {
  const known = roster.find(({ id }) => id === person?.id);
  if (known) return [known];
  const named = (key: string) =>
    roster.filter(({ names, shared }) => [...names, ...shared].some((name) => isSameName(name, key)));
  const keys = [submitter?.id, submitter?.email, submission, submitter?.name];
  for (const key of keys) {
    if (!key) continue;
    const found = named(key);
    const [{ group } = { group: undefined }] = found;
    if (group !== undefined && found.every((one) => one.group === group))
      return roster.filter((one) => one.group === group);
    if (found.length === 1) return found;
    if (found.length > 1)
      throw new GradebookError(
        `The submission "${submission}" could be of ${found.map(({ id }) => `"${id}"`).join(' and ')}: give the roster a column "submission" with the names of the folders`,
      );
  }
  // Gradescope names the people of a group.
  const people = submitter?.name.split(' & ').map(named) ?? [];
  return people.length > 1 && people.every(({ length }) => length === 1) ? people.flat() : [];
}

/** The one whose a submission, or a part of a group's, is.
 * @returns Nothing if it is nobody's. */
export const personOf = (result: Whose, roster: readonly Person[]): Person | undefined =>
  membersOf(result, roster)[0];

/** The results with the people that a roster knows, those of a group together. */
export function identified(
  results: readonly SubmissionResult[],
  roster: readonly Person[],
): SubmissionResult[] {
  return results.map((result) => {
    const { person: _, ...before } = result;
    const members = membersOf(before, roster);
    const joined = (key: 'id' | 'name' | 'email') =>
      members
        .map((one) => one[key])
        .filter(Boolean)
        .join(' & ');
    return members.length
      ? { ...before, person: { id: joined('id'), name: joined('name'), email: joined('email') } }
      : before;
  });
}

/** A result for each person: of a group, as many as it has people. */
export function perPerson(
  results: readonly SubmissionResult[],
  roster: readonly Person[],
): SubmissionResult[] {
  return results.flatMap((result) => {
    const { person: _, ...before } = result;
    const members = membersOf(before, roster);
    return members.length
      ? members.map(({ id, name, email }) => ({ ...before, person: { id, name, email } }))
      : [before];
  });
}

/** Whether a submission is meant by a name: its own, or an id, a name or an address of its person. */
export function isOf(name: string, one: Whose, roster: readonly Person[]): boolean {
  return (
    one.submission === name ||
    membersOf(one, roster).some(({ names }) => names.some((own) => isSameName(own, name)))
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
