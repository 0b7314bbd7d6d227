import Papa from 'papaparse';
import { FORMULA } from '../report/formula.js';
import { GradebookError } from './gradebook-error.js';
import type { MarkingRow } from './marking-row.js';
import { readTable } from './table.js';

const COLUMNS = [
  'exercise',
  'submission',
  'check',
  'points',
  'comment',
  'maxScore',
  'title',
  'note',
  'answer',
  'guide',
  'key',
] as const satisfies readonly (keyof MarkingRow)[];

/** A mark as an instructor has written it down, not yet held against the results. */
export interface WrittenMark {
  exercise: string;
  submission: string;
  check: string;
  points: string;
  comment: string;
  key: string;
  /** For messages: where it stands. */
  place: string;
}

/** A table for a spreadsheet: the instructor fills `points` and `comment`. A byte-order mark makes Excel read it as UTF-8; cells that it
 * would take for formulas begin with an apostrophe. */
export function markingSheet(rows: readonly MarkingRow[]): string {
  const data = rows.map((row) =>
    COLUMNS.map((column) => (column === 'answer' ? cut(row.answer) : row[column])),
  );
  return `\ufeff${Papa.unparse({ fields: [...COLUMNS], data }, { escapeFormulae: FORMULA })}\r\n`;
}

/** Excel puts what does not fit into a cell, 32,767 characters, into the next row. */
const cut = (answer: string) =>
  answer.length > 30_000 ? `${answer.slice(0, 30_000)}\n… (cut: the page of --format yaml has more)` : answer;

/** Reads a sheet that came back, from whatever spreadsheet: commas or semicolons.
 * @param file Its name, for messages.
 * @throws {GradebookError} If columns are missing, or the table is damaged. */
export function readMarkingSheet(text: string, file: string): WrittenMark[] {
  const { columns, rows } = readTable(text, file);
  const missing = (['exercise', 'submission', 'check', 'points', 'comment'] as const).filter(
    (column) => !columns.includes(column),
  );
  if (missing.length)
    throw new GradebookError(
      `${file} has no column ${missing.map((column) => `"${column}"`).join(', ')}: give a sheet that gradlab mark wrote, saved as CSV`,
    );
  return rows.map(({ number, cells }) => ({
    exercise: own(cells, 'exercise'),
    submission: own(cells, 'submission'),
    check: own(cells, 'check'),
    points: own(cells, 'points'),
    comment: own(cells, 'comment'),
    key: own(cells, 'key'),
    place: `${file}, row ${number}`,
  }));
}

/** A cell without the apostrophe that kept a spreadsheet from computing it. */
const own = (cells: Readonly<Record<string, string>>, column: string) =>
  (cells[column] ?? '').replace(/^'(?=\s*[=+\-@\t\r＝＋－＠])/u, '');
