import fs from 'node:fs';
import path from 'node:path';
import { nearestName } from '../lab/nearest-name.js';
import { parseNotebook, type Notebook } from '../notebook/index.js';
import { UsageError } from './exit-code.js';

/** Makes sure that a path exists.
 * @param which For the message: who has named it, where that is another file.
 * @throws {UsageError} If it does not; names the nearest one beside it. */
export function existingPath(file: string, which = ''): string {
  if (fs.existsSync(file)) return file;
  const folder = path.dirname(path.resolve(file));
  const beside = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const near = nearestName(path.basename(file), beside);
  throw new UsageError(
    `There is no file ${file}${which && ` ${which}`}${near === undefined ? '' : `: did you mean ${path.join(path.dirname(file), near)}?`}`,
  );
}

/** Makes sure that a path is a file's.
 * @throws {UsageError} If there is none, or it is a folder's. */
export function existingFile(file: string, which?: string): string {
  if (!fs.statSync(existingPath(file, which)).isDirectory()) return file;
  const results = path.join(file, 'results.json');
  throw new UsageError(
    `${file} is a folder: name a file${fs.existsSync(results) ? ` in it, such as ${results}` : ''}`,
  );
}

/** The text of a file, with its byte-order mark. Read as anything else than UTF-8, names would no longer be themselves.
 * @throws {UsageError} If there is no such file, or it is not in UTF-8. */
export function readText(file: string, which?: string): string {
  const bytes = fs.readFileSync(existingFile(file, which));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${file} is not text in UTF-8: save it in that, a table as "CSV UTF-8"`, {
      cause: error,
    });
  }
}

/** A longer text does not fit into a string. */
const LIMIT_BYTES = 256 << 20;

/** @throws {UsageError} If there is no such file, or it is too large. @throws {NotebookFormatError} If it is no notebook. */
export function readNotebook(file: string): Notebook {
  const { size } = fs.statSync(existingFile(file));
  if (size > LIMIT_BYTES)
    throw new UsageError(
      `${file} is ${Math.round(size / 2 ** 20)} MiB large: a notebook has ${LIMIT_BYTES >> 20} MiB at most`,
    );
  return parseNotebook(fs.readFileSync(file));
}
