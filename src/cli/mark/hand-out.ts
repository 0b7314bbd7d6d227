import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../session/make-folder.js';
import {
  markingPage,
  markingSheet,
  readHandMarks,
  rowsToMark,
  type MarkingRow,
} from '../../gradebook/index.js';
import { loadExercise } from '../../grading/exercise/load-exercise.js';
import type { SubmissionResult } from '../../grading/result.js';
import { nearestName } from '../../lab/nearest-name.js';
import { fileNames } from '../../report/file-names.js';
import { exerciseFolders, gradersFolder } from '../exercise-folders.js';
import { EXIT, UsageError } from '../exit-code.js';
import { withHandMarks } from '../hand-marks.js';
import { choice } from '../options.js';
import { writeResults } from '../write-results.js';
import { count } from './count.js';

export interface HandOutOptions {
  format: string;
  output?: string;
  graders?: string;
}

/** Writes what waits for a person: a sheet for all, or a page for each submission. */
export function handOut(folder: string, found: SubmissionResult[], options: HandOutOptions): number {
  const format = choice('--format', options.format, ['csv', 'yaml'], nearestName);
  const results = withEarlierMarks(folder, found);
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

/** Results that have come from elsewhere, made of shards, say, are without the marks that were given here. */
function withEarlierMarks(folder: string, results: SubmissionResult[]): SubmissionResult[] {
  const marks = readHandMarks(folder);
  const marked = marks.length ? withHandMarks(results, marks, true) : results;
  if (JSON.stringify(marked) === JSON.stringify(results)) return results;
  process.stderr.write('The results were without earlier hand marks: they have them now\n');
  writeResults(folder, marked);
  return marked;
}

function writePages(place: string, rows: MarkingRow[]): void {
  const pages = new Map<string, MarkingRow[]>();
  for (const row of rows) {
    const key = `${row.exercise}\0${row.submission}`;
    pages.set(key, [...(pages.get(key) ?? []), row]);
  }
  makeFolder(place);
  const groups = [...pages.values()];
  const names = fileNames(groups.map(([first]) => first!));
  groups.forEach((group, at) => fs.writeFileSync(path.join(place, `${names[at]}.yaml`), markingPage(group)));
}

/** How to mark each check, from the graders. */
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
