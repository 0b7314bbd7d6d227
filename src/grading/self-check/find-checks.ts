import fs from 'node:fs';
import path from 'node:path';
import { decode } from '../../session/wire/tagged-json.js';
import type { PublicChecks } from './public-checks.js';

/** Where the checks of an exercise lie, seen from a folder: `checks/` in it, in `notebooks/`, or in a parent.
 * @returns The path, or undefined. */
export function findChecksFile(slug: string, folder: string): string | undefined {
  if (!/^[a-z0-9-]{1,40}$/.test(slug)) return undefined; // A name from a notebook: never a path.
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    for (const place of ['checks', path.join('notebooks', 'checks')]) {
      const file = path.join(current, place, `${slug}.json`);
      if (fs.existsSync(file)) return file;
    }
    if (current === path.dirname(current)) return undefined;
  }
}

/** Reads the public checks of an exercise.
 * @throws {Error} If there are none near the folder; says where they are looked for. */
export function readPublicChecks(slug: string, folder: string): PublicChecks {
  const file = findChecksFile(slug, folder);
  if (file === undefined) {
    throw new Error(
      `Cannot find the checks of "${slug}": the file checks/${slug}.json belongs beside the notebook, in ${folder}`,
    );
  }
  return decode(fs.readFileSync(file, 'utf8')) as PublicChecks;
}
