import { finalScore, type SubmissionResult } from '../grading/result.js';
import { commonRemarks, type Filled, type FillOptions } from './filled.js';
import { GradebookError } from './gradebook-error.js';
import { matchRows, type RowIdentity } from './match-rows.js';
import type { Person } from './roster.js';
import { scaled } from './scaled.js';
import { readSheet, writeSheet } from './sheet.js';

const ID_COLUMNS = ['ID', 'SIS User ID', 'SIS Login ID', 'Integration ID'];

/** Fills a column of a gradebook that the instructor has exported from Canvas, and nothing else. What is uploaded then changes this
 * assignment only: a title that Canvas does not know would make a new one.
 * @param results Of one exercise.
 * @param file The export's name, for messages.
 * @throws {GradebookError} If it is no Canvas export, or of another course; or the column is not to be found.
 * @see https://github.com/instructure/canvas-lms, lib/gradebook_importer.rb */
export function fillCanvas(
  text: string,
  file: string,
  results: readonly SubmissionResult[],
  roster: readonly Person[],
  options: FillOptions,
): Filled {
  const sheet = readSheet(text, file);
  const [header, ...rest] = sheet.rows as [string[], ...string[][]];
  if (!/student|lastname/i.test(header[0] ?? '') || !header.includes('ID') || !header.includes('Section'))
    throw new GradebookError(
      `${file} is no gradebook export of Canvas (its header begins with "${header.slice(0, 3).join(', ')}"): choose Grades, Export, Export Entire Gradebook`,
    );
  const column = assignmentColumn(header, results[0]!, options.column, file);
  const identities: RowIdentity[] = [];
  let pointsPossible: string | undefined;
  rest.forEach((row, at) => {
    const first = row[0]?.trim() ?? '';
    if (/^points possible$/i.test(first)) pointsPossible = row[column];
    else if (row[header.indexOf('ID')]?.trim())
      identities.push({
        row: at + 1,
        shown: `"${first}"`,
        ids: ID_COLUMNS.map((name) => row[header.indexOf(name)] ?? '').filter(Boolean),
        names: [header[0] === 'LastName' ? `${first}, ${row[1] ?? ''}` : first],
      });
  });
  const { byRow, without } = matchRows(results, identities, roster, file);
  const remarks: string[] = [];
  const people: string[] = [];
  const factor = scaled(
    results[0]!.maxScore,
    pointsPossible,
    `Points Possible of "${header[column]}"`,
    options.scale,
  );
  for (const { row, shown } of identities) {
    const result = byRow.get(row);
    const cells = sheet.rows[row]!;
    if (!result) {
      if (shown !== '"Student, Test"') people.push(shown);
    } else if (cells[column]?.trim().toUpperCase() === 'EX')
      remarks.push(`${shown} is excused (EX): left so`);
    else if (result.status === 'graded')
      cells[column] = String(Math.round(finalScore(result) * factor * 100) / 100);
  }
  return {
    text: writeSheet(sheet),
    remarks: [...commonRemarks([...byRow.values()], without, people, file), ...remarks],
  };
}

/** Canvas appends the assignment's number: `Exercise 1 (1234)`. */
function assignmentColumn(
  header: string[],
  { title, exercise }: SubmissionResult,
  asked: string | undefined,
  file: string,
): number {
  const columns = header.flatMap((name, at) => {
    const [, own] = /^(.*) \(\d+\)$/s.exec(name) ?? [];
    return own === undefined ? [] : [{ name, own, at }];
  });
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const wanted = asked === undefined ? [title, exercise] : [asked];
  const found = columns.filter(({ name, own }) =>
    wanted.some((text) => name === text || words(own) === words(text)),
  );
  if (found.length === 1) return found[0]!.at;
  const choice = columns.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new GradebookError(
    found.length
      ? `${file} has ${found.length} columns ${wanted.map((text) => `"${text}"`).join(' or ')}: choose one with --column and its number in brackets`
      : `${file} has no column ${wanted.map((text) => `"${text}"`).join(' or ')}: choose one with --column. It has ${choice}`,
  );
}
