import fs from 'node:fs';
import path from 'node:path';
import {
  applyHandMarks,
  markKey,
  markingPage,
  markingSheet,
  readHandMarks,
  readMarkingPage,
  readMarkingSheet,
  rowsToMark,
  takeMarks,
  writeHandMarks,
  type MarkingRow,
  type WrittenMark,
} from '../gradebook/index.js';
import { loadExercise } from '../grading/exercise/load-exercise.js';
import type { SubmissionResult } from '../grading/result.js';
import { nearestName } from '../lab/nearest-name.js';
import { fileNames } from '../report/file-names.js';
import { plainText } from '../report/plain-text.js';
import { exerciseFolders, gradersFolder } from './exercise-folders.js';
import { EXIT, UsageError } from './exit-code.js';
import { choice } from './options.js';
import { existingPath } from './read-file.js';
import { readResults } from './read-results.js';
import { writeResults } from './write-results.js';

interface Options {
  format: string;
  output?: string;
  graders?: string;
  student?: string;
  exercise?: string;
  check?: string;
  points?: string;
  comment?: string;
  withdraw?: boolean;
}

const FORMATS = ['csv', 'yaml'] as const;

/** `gradlab mark`: what waits for a person goes out as a sheet or as pages, and comes back with points. */
export async function mark(paths: string[], options: Options): Promise<number> {
  const { folder, sheets } = placesOf(paths.map(existingPath));
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

/** A folder of results, and sheets; sheets alone lie in or below theirs. */
function placesOf(paths: string[]): { folder: string; sheets: string[] } {
  const isFolder = (place: string) => fs.statSync(place).isDirectory();
  const folders = paths.filter((place) => isFolder(place) && holdsResults(place));
  const sheets = paths
    .filter((place) => !folders.includes(place))
    .flatMap((place) =>
      isFolder(place)
        ? fs
            .readdirSync(place)
            .filter(isSheet)
            .sort()
            .map((name) => path.join(place, name))
        : [place],
    );
  if (folders.length > 1) throw new UsageError(`Give one folder of results: got ${folders.join(' and ')}`);
  const beside = folders[0] ?? sheets.flatMap((sheet) => above(sheet).filter(holdsResults))[0];
  if (beside !== undefined) return { folder: beside, sheets };
  throw new UsageError(
    `There is no results.json in ${paths[0]} or beside it: name the folder that gradlab grade --out has written first`,
  );
}

const holdsResults = (folder: string) => fs.existsSync(path.join(folder, 'results.json'));
const isSheet = (name: string) => /\.(csv|ya?ml)$/i.test(name);
const above = (sheet: string) => [path.dirname(sheet), path.dirname(path.dirname(path.resolve(sheet)))];

function readSheet(file: string): WrittenMark[] {
  const text = fs.readFileSync(file, 'utf8');
  if (/\.ya?ml$/i.test(file)) return readMarkingPage(text, file);
  if (/\.csv$/i.test(file)) return readMarkingSheet(text, file);
  throw new UsageError(`${file} is neither a .csv sheet nor a .yaml page: give what gradlab mark wrote`);
}

function handOut(folder: string, results: SubmissionResult[], options: Options): number {
  const format = choice('--format', options.format, FORMATS, nearestName);
  const rows = rowsToMark(results, guides(results, options.graders));
  if (rows.length === 0) {
    process.stdout.write('Nothing waits for a mark\n');
    return EXIT.passed;
  }
  const place = options.output ?? unusedName(folder, format === 'csv' ? 'to-mark.csv' : 'to-mark');
  if (fs.existsSync(place)) throw new UsageError(`${place} exists: name another, so that no marks are lost`);
  if (format === 'csv') fs.writeFileSync(place, markingSheet(rows));
  else writePages(place, rows);
  process.stdout.write(`${place}\n`);
  const again = rows.filter(({ note }) => note).length;
  process.stderr.write(
    `${count(rows.length, 'answer')} to mark${again ? `, ${again} of them again: see the column "note"` : ''}. Fill in points and comment, then: gradlab mark ${place}\n`,
  );
  return EXIT.passed;
}

function writePages(place: string, rows: MarkingRow[]): void {
  const pages = new Map<string, MarkingRow[]>();
  for (const row of rows) {
    const key = `${row.exercise}\0${row.submission}`;
    pages.set(key, [...(pages.get(key) ?? []), row]);
  }
  fs.mkdirSync(place, { recursive: true });
  const groups = [...pages.values()];
  const names = fileNames(groups.map(([first]) => first!));
  groups.forEach((group, at) => fs.writeFileSync(path.join(place, `${names[at]}.yaml`), markingPage(group)));
}

/** How to mark each check, from the graders; nothing where they are not here. */
function guides(results: SubmissionResult[], graders: string | undefined) {
  const guide = new Map<string, string>();
  const folders = exerciseFolders(gradersFolder(graders), [
    ...new Set(results.map(({ exercise }) => exercise)),
  ]);
  for (const folder of folders) {
    const { slug, grader } = loadExercise(folder);
    for (const check of grader.checks)
      if (check.kind === 'manual') guide.set(`${slug}\0${check.id}`, check.guide);
  }
  return (exercise: string, check: string) => guide.get(`${exercise}\0${check}`) ?? '';
}

function unusedName(folder: string, name: string): string {
  const { name: stem, ext } = path.parse(name);
  for (let n = 1; ; n++) {
    const place = path.join(folder, `${stem}${n === 1 ? '' : `-${n}`}${ext}`);
    if (!fs.existsSync(place)) return place;
  }
}

function takeBack(folder: string, results: SubmissionResult[], written: WrittenMark[]): number {
  const { marks, taken, open } = takeMarks(written, results, readHandMarks(folder));
  writeHandMarks(folder, marks);
  const { results: marked } = applyHandMarks(results, marks);
  const failed = writeResults(folder, marked);
  const pending = marked.filter(({ pendingScore }) => pendingScore > 0).length;
  process.stdout.write(
    `${count(taken, 'mark')} taken${open ? `, ${count(open, 'row')} without points left as before` : ''}. ${pending ? `${count(pending, 'submission')} still wait${pending === 1 ? 's' : ''} for marks` : 'No submission waits for marks'}\n`,
  );
  return failed ? EXIT.broken : EXIT.passed;
}

/** One mark, given or taken back on the command line. */
function markOne(folder: string, results: SubmissionResult[], options: Options): number {
  const { student, check, points, comment = '', withdraw } = options;
  if (student === undefined || check === undefined)
    throw new UsageError('One mark takes both --student and --check');
  if ((points === undefined) === !withdraw)
    throw new UsageError('Give --points for a mark, or --withdraw to take it back');
  const own = results.filter(
    (result) => result.submission === student && (options.exercise ?? result.exercise) === result.exercise,
  );
  if (own.length > 1)
    throw new UsageError(
      `"${plainText(student)}" has ${own.map(({ exercise }) => exercise).join(' and ')}: choose with --exercise`,
    );
  const exercise = own[0]?.exercise ?? options.exercise ?? results[0]?.exercise ?? '';
  const one = { exercise, submission: student, check };
  if (!withdraw)
    return takeBack(folder, results, [{ ...one, points: points!, comment, key: '', place: 'command line' }]);
  const marks = readHandMarks(folder);
  const kept = marks.filter((mark) => markKey(mark) !== markKey(one));
  if (kept.length === marks.length)
    throw new UsageError(
      `No person has marked ${check} of "${plainText(student)}": there is nothing to take back`,
    );
  writeHandMarks(folder, kept);
  const failed = writeResults(folder, applyHandMarks(results, kept).results);
  process.stdout.write('1 mark taken back\n');
  return failed ? EXIT.broken : EXIT.passed;
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
