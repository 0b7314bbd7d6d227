import Papa from 'papaparse';
import { GradebookError } from './gradebook-error.js';

/** The rows below a header, by its names. */
export interface Table {
  columns: string[];
  rows: TableRow[];
}

export interface TableRow {
  /** As a spreadsheet counts, from 1, blank rows included. */
  number: number;
  /** By the names of the columns, in small letters. */
  cells: Readonly<Record<string, string>>;
}

/** Reads a table that the instructor has written: commas, semicolons or tabs, names of columns in any case.
 * @param file Its name, for messages.
 * @throws {GradebookError} If it is cut within quotes, a column stands twice, or a row has more cells than the header: most likely a
 * comma that wants quotes, and what stands behind it would be lost. */
export function readTable(text: string, file: string): Table {
  const whole = text.replace(/^\ufeff/, '');
  const { data, errors } = Papa.parse<string[]>(whole, { delimiter: delimiterOf(whole) });
  mustBeWhole(errors, file);
  const [header, ...rows] = data
    .map((row, at) => ({ number: at + 1, row: row.map((cell) => cell.trim()) }))
    .filter(({ row }) => row.some(Boolean));
  const columns = header?.row.map((name) => name.toLowerCase()) ?? [];
  const twice = columns.find((name, at) => name && columns.indexOf(name) < at);
  if (twice !== undefined)
    throw new GradebookError(`${file} has two columns "${twice}": take one out, or give it another name`);
  return {
    columns,
    rows: rows.map(({ number, row }) => {
      if (row.findLastIndex(Boolean) >= columns.length)
        throw new GradebookError(
          `${file}, row ${number} has more cells than the header (the first too many: "${row[columns.length]}"): put quotes around what holds a comma, such as "Lovelace, Ada"`,
        );
      return { number, cells: Object.fromEntries(columns.map((name, column) => [name, row[column] ?? ''])) };
    }),
  };
}

/** The one that the header has most of: names of people have commas, too. */
function delimiterOf(text: string): string {
  const [header = ''] = text.trimStart().split(/[\r\n]/, 1);
  const counts = [',', ';', '\t'].map((one) => [header.split(one).length, one] as const);
  return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}

/** @throws {GradebookError} If what papaparse has to say means that the file ends within quotes. */
export function mustBeWhole(errors: readonly Papa.ParseError[], file: string): void {
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes)
    throw new GradebookError(
      `${file} is cut or damaged near row ${(quotes.row ?? 0) + 1} (${quotes.message}): save or export it again`,
    );
}
