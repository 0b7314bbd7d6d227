import Papa from 'papaparse';
import { GradebookError } from './gradebook-error.js';
import { mustBeWhole } from './table.js';

/** A table that another system has written, with how it was written. */
export interface Sheet {
  rows: string[][];
  delimiter: string;
  lineEnd: string;
  byteOrderMark: boolean;
}

/** @param file Its name, for messages.
 * @throws {GradebookError} If the file is empty or cut within quotes. */
export function readSheet(text: string, file: string): Sheet {
  const byteOrderMark = text.startsWith('\ufeff');
  const { data, meta, errors } = Papa.parse<string[]>(byteOrderMark ? text.slice(1) : text, {
    skipEmptyLines: true,
  });
  mustBeWhole(errors, file);
  if (data.length < 2) throw new GradebookError(`${file} has no rows below its header: export it again`);
  return { rows: data, delimiter: meta.delimiter, lineEnd: meta.linebreak, byteOrderMark };
}

/** The same table in the same way. Cells go back as they came: what looks like a formula is the other system's own. */
export function writeSheet({ rows, delimiter, lineEnd, byteOrderMark }: Sheet): string {
  return `${byteOrderMark ? '\ufeff' : ''}${Papa.unparse(rows, { delimiter, newline: lineEnd as '\n' })}${lineEnd}`;
}
