import Papa from 'papaparse';
import { FORMULA } from '../report/formula.js';
import { GradebookError } from './gradebook-error.js';
import type { MarkingRow } from './marking-row.js';

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
 * @throws {GradebookError} If columns are missing or the file is cut. */
export function readMarkingSheet(text: string, file: string): WrittenMark[] {
  const parsed = Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim(),
  });
  const missing = (['exercise', 'submission', 'check', 'points'] as const).filter(
    (column) => !parsed.meta.fields?.includes(column),
  );
  if (missing.length)
    throw new GradebookError(
      `${file} has no column ${missing.map((column) => `"${column}"`).join(', ')}: give a sheet that gradlab mark wrote, saved as CSV`,
    );
  const quotes = parsed.errors.find(({ type }) => type === 'Quotes');
  if (quotes)
    throw new GradebookError(
      `${file} is cut or damaged near row ${(quotes.row ?? 0) + 1}: ${quotes.message}`,
    );
  return parsed.data.map((row, at) => ({
    exercise: own(row, 'exercise'),
    submission: own(row, 'submission'),
    check: own(row, 'check'),
    points: own(row, 'points'),
    comment: own(row, 'comment'),
    key: own(row, 'key'),
    place: `${file}, row ${at + 2}`,
  }));
}

/** A cell without the apostrophe that kept a spreadsheet from computing it. */
const own = (row: Record<string, string>, column: string) =>
  (row[column] ?? '').trim().replace(/^'(?=\s*[=+\-@\t\r＝＋－＠])/u, '');
