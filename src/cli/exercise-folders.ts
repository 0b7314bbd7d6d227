import fs from 'node:fs';
import path from 'node:path';
import { nearestName } from '../lab/nearest-name.js';
import { UsageError } from './exit-code.js';

/** The folder of exercises: as given, else `graders/` here or in the nearest parent.
 * @param remedy What to do where there is none.
 * @throws {UsageError} If there is none. */
export function gradersFolder(given: string | undefined, remedy = 'name it with --graders DIR'): string {
  if (given !== undefined) {
    if (!fs.statSync(given, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`There is no folder ${given}`);
    return path.resolve(given);
  }
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'graders');
    if (fs.existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder))
      throw new UsageError(`There is no graders/ here or in a parent folder: ${remedy}`);
  }
}

/** Names of the exercises in a folder. */
function exerciseSlugs(graders: string): string[] {
  const entries = fs.readdirSync(graders, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(graders, entry.name, 'exercise.json')))
    .map(({ name }) => name)
    .sort();
}

/** The folders of the wanted exercises; of all where none is named.
 * @throws {UsageError} If one does not exist, naming the nearest; if there are none at all. */
export function exerciseFolders(graders: string, wanted: string[]): string[] {
  const known = exerciseSlugs(graders);
  for (const slug of wanted) {
    if (known.includes(slug)) continue;
    const near = nearestName(slug, known);
    throw new UsageError(
      `There is no exercise "${slug}" in ${graders}${near === undefined ? `: there are ${known.join(', ') || 'none'}` : `: did you mean "${near}"?`}`,
    );
  }
  if (known.length === 0)
    throw new UsageError(`There are no exercises in ${graders}: gradlab new SLUG makes one`);
  return (wanted.length ? [...new Set(wanted)] : known).map((slug) => path.join(graders, slug));
}

/** Where an exercise's notebooks go: `notebooks/` beside `graders/`. */
export const notebooksFolder = (graders: string) => path.join(path.dirname(graders), 'notebooks');
