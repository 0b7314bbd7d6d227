import fs from 'node:fs';
import path from 'node:path';

/** Makes a folder and those that it lies in, where they are not there. Node's own `recursive` tries for ever where the system says
 * that there is no such place, as in /proc.
 * @throws {Error} The file system's, with the path. */
export function makeFolder(folder: string): void {
  const isThere = () => fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const parent = path.dirname(path.resolve(folder));
  if (isThere()) return;
  if (parent !== folder) makeFolder(parent);
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (!isThere()) throw error; // Another shard may have been faster.
  }
}
