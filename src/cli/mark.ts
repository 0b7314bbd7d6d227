import path from 'node:path';
import { UsageError } from './exit-code.js';
import { handOut, type HandOutOptions } from './mark/hand-out.js';
import { markOne, type OneMark } from './mark/one-mark.js';
import { placesOf, readSheet } from './mark/places.js';
import { takeBack } from './mark/take-back.js';
import { existingPath } from './read-file.js';
import { readResults } from './read-results.js';

/** `gradlab mark`: what waits for a person goes out as a sheet or as pages, and comes back with points. */
export async function mark(paths: string[], options: HandOutOptions & OneMark): Promise<number> {
  const { folder, sheets } = placesOf(paths.map((file) => existingPath(file)));
  const results = readResults(path.join(folder, 'results.json'));
  if (options.student !== undefined || options.check !== undefined) {
    if (sheets.length) throw new UsageError('Give sheets, or --student with --check: not both');
    return markOne(folder, results, options);
  }
  if (options.points !== undefined || options.comment !== undefined || options.withdraw)
    throw new UsageError('--points, --comment and --withdraw are about one mark: add --student and --check');
  if (sheets.length) return takeBack(folder, results, sheets.flatMap(readSheet));
  return handOut(folder, results, options);
}
