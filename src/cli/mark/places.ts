import fs from 'node:fs';
import path from 'node:path';
import { readMarkingPage, readMarkingSheet, type WrittenMark } from '../../gradebook/index.js';
import { UsageError } from '../exit-code.js';
import { readText } from '../read-file.js';

/** A folder of results, and sheets; sheets alone lie in or below theirs. */
export function placesOf(paths: string[]): { folder: string; sheets: string[] } {
  const isFolder = (place: string) => fs.statSync(place).isDirectory();
  const folders = paths.filter((place) => isFolder(place) && holdsResults(place));
  const sheets = paths
    .filter((place) => !folders.includes(place))
    .flatMap((place) => (isFolder(place) ? sheetsIn(place) : [place]));
  if (folders.length > 1) throw new UsageError(`Give one folder of results: got ${folders.join(' and ')}`);
  const beside = folders[0] ?? sheets.flatMap((sheet) => above(sheet).filter(holdsResults))[0];
  if (beside !== undefined) return { folder: beside, sheets };
  throw new UsageError(
    `There is no results.json in ${paths[0]} or beside it: name the folder that gradlab grade --out has written first`,
  );
}

function sheetsIn(folder: string): string[] {
  const names = fs.readdirSync(folder).filter(isSheet).sort();
  if (names.length) return names.map((name) => path.join(folder, name));
  throw new UsageError(
    `${folder} holds neither results.json nor sheets: name the folder that gradlab grade --out has written`,
  );
}

const holdsResults = (folder: string) => fs.existsSync(path.join(folder, 'results.json'));
const isSheet = (name: string) => /\.(csv|ya?ml)$/i.test(name);
const above = (sheet: string) => [path.dirname(sheet), path.dirname(path.dirname(path.resolve(sheet)))];

export function readSheet(file: string): WrittenMark[] {
  const text = readText(file);
  if (/\.ya?ml$/i.test(file)) return readMarkingPage(text, file);
  if (/\.csv$/i.test(file)) return readMarkingSheet(text, file);
  throw new UsageError(`${file} is neither a .csv sheet nor a .yaml page: give what gradlab mark wrote`);
}
