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
  throw new UsageError(`There is no file ${file}${near === undefined ? '' : `: did you mean ${path.join(path.dirname(file), near)}?`}`);
}

/** @throws {UsageError} If there is no such file. @throws {NotebookFormatError} If it is no notebook. */
export function readNotebook(file: string): Notebook {
  return parseNotebook(fs.readFileSync(existingPath(file)));
}
