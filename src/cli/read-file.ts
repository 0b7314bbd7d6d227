import fs from 'node:fs';
import path from 'node:path';
import { nearestName } from '../lab/nearest-name.js';
import { parseNotebook, type Notebook } from '../notebook/index.js';
import { UsageError } from './exit-code.js';

/** Makes sure that a path exists.
 * @throws {UsageError} If it does not; names the nearest one beside it. */
export function existingPath(file: string): string {
  if (fs.existsSync(file)) return file;
  const folder = path.dirname(path.resolve(file));
  const beside = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const near = nearestName(path.basename(file), beside);
  throw new UsageError(
    `There is no file ${file}${near === undefined ? '' : `: did you mean ${path.join(path.dirname(file), near)}?`}`,
  );
}

/** A longer text does not fit into a string. */
const LIMIT_BYTES = 256 << 20;

/** @throws {UsageError} If there is no such file, or it is too large. @throws {NotebookFormatError} If it is no notebook. */
export function readNotebook(file: string): Notebook {
  const { size } = fs.statSync(existingPath(file));
  if (size > LIMIT_BYTES)
    throw new UsageError(
      `${file} is ${Math.round(size / 2 ** 20)} MiB large: a notebook has ${LIMIT_BYTES >> 20} MiB at most`,
    );
  return parseNotebook(fs.readFileSync(file));
}
