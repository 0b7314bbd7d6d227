import { finalScore, type SubmissionResult } from '../grading/result.js';
import { commonRemarks, type Filled, type FillOptions } from './filled.js';
import { GradebookError } from './gradebook-error.js';
import { matchRows, type RowIdentity } from './match-rows.js';
import { moodleFeedback } from './moodle-feedback.js';
import type { Person } from './roster.js';
import { scaled } from './scaled.js';
import { readSheet, writeSheet } from './sheet.js';

/** Fills the grading worksheet that the instructor has downloaded from a Moodle assignment: grade and feedback, and nothing else. Its
 * header is in the language of the site: where that is not English, `column` and `feedbackColumn` name the two.
 * @param results Of one exercise.
 * @param file The worksheet's name, for messages.
 * @throws {GradebookError} If the columns are not to be found, or nobody of the class is in it.
 * @see https://github.com/moodle/moodle, mod/assign/feedback/offline/importgradeslib.php */
export function fillMoodle(
  text: string,
  file: string,
  results: readonly SubmissionResult[],
  roster: readonly Person[],
  options: FillOptions & { feedbackColumn?: string | undefined },
): Filled {
  const sheet = readSheet(text, file);
  const [header, ...rest] = sheet.rows as [string[], ...string[][]];
  const named = (name: string) => header.findIndex((one) => one.trim().toLowerCase() === name.toLowerCase());
  const grade = named(options.column ?? 'Grade');
  const feedback = named(options.feedbackColumn ?? 'Feedback comments');
  for (const [asked, at] of [
    [options.column, grade],
    [options.feedbackColumn, feedback],
  ] as const)
    if (asked !== undefined && at < 0)
      throw new GradebookError(`${file} has no column "${asked}". It has ${listed(header)}`);
  if (grade < 0)
    throw new GradebookError(
      `${file} has no column "Grade". Is it the grading worksheet of a Moodle assignment? Where the site is in another language, name the column for points with --column and the one for comments with --feedback-column. It has ${listed(header)}`,
    );
  const maximum = maximumColumn(sheet.rows, named('Maximum grade'), grade);
  const changeable = named('Grade can be changed');
  const filledIn = new Set([grade, feedback, maximum]);
  const identities = rest.map((cells, at): RowIdentity => {
    const [, participant] = /(\d+)$/.exec(cells[0] ?? '') ?? [];
    const own = cells.filter((_, column) => !filledIn.has(column)).filter(Boolean);
    return {
      row: at + 1,
      shown: `"${cells[1] ?? cells[0] ?? ''}"`,
      ids: [...(participant === undefined ? [] : [participant]), ...own],
      names: cells.slice(1, 2),
    };
  });
  const { byRow, without } = matchRows(results, identities, roster, file);
  const remarks: string[] = [];
  const people: string[] = [];
  for (const { row, shown } of identities) {
    const result = byRow.get(row);
    const cells = sheet.rows[row]!;
    if (!result) people.push(shown);
    else if (result.status === 'graded') {
      const factor = scaled(result.maxScore, cells[maximum], `The maximum grade of ${shown}`, options.scale);
      cells[grade] = (finalScore(result) * factor).toFixed(2);
      if (/^no$/i.test(cells[changeable]?.trim() ?? ''))
        remarks.push(
          `The grade of ${shown} cannot be changed: Moodle leaves it as it is until it is unlocked there`,
        );
      if (feedback < 0) continue;
      const { text, isCut } = moodleFeedback(result);
      cells[feedback] = text;
      if (isCut) remarks.push(`The comments for ${shown} do not fit into a cell: the last are left out`);
    }
  }
  if (maximum < 0)
    remarks.push(`${file} has no column "Maximum grade": see that it is ${results[0]!.maxScore} points`);
  if (feedback < 0) remarks.push(`${file} has no column "Feedback comments": only points are filled in`);
  return {
    text: writeSheet(sheet),
    remarks: [...commonRemarks([...byRow.values()], without, people, file), ...remarks],
  };
}

/** In every language Moodle writes the maximum behind the grade; without one it is a scale.
 * @returns -1 where there is none. */
function maximumColumn(rows: readonly string[][], named: number, grade: number): number {
  if (named >= 0) return named;
  const cells = rows.slice(1).map((row) => row[grade + 1]?.trim() ?? '');
  return cells.every((cell) => /^\d+([.,]\d+)?$/.test(cell)) ? grade + 1 : -1;
}

const listed = (header: string[]) => header.map((name) => `"${name}"`).join(', ');
