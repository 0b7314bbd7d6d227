import path from 'node:path';
import { makeFolder } from '../session/make-folder.js';
import { compareText } from '../batch/find-submissions.js';
import {
  fillCanvas,
  fillMoodle,
  isOf,
  nbgraderExport,
  type Filled,
  type Person,
} from '../gradebook/index.js';
import type { SubmissionResult } from '../grading/result.js';
import { nearestName } from '../lab/nearest-name.js';
import { feedbackPage } from '../report/feedback-page.js';
import { fileNames } from '../report/file-names.js';
import { RENDERERS, type ReportFormat } from '../report/index.js';
import { plainText } from '../report/plain-text.js';
import { readClass, type ClassFiles } from './class-files.js';
import { EXIT, UsageError } from './exit-code.js';
import { choice } from './options.js';
import { keepInputs } from './keep-inputs.js';
import { readText } from './read-file.js';
import { readResults } from './read-results.js';
import { writeReport } from './write-report.js';

interface Options {
  format: string;
  output?: string;
  class?: string;
  exercise?: string;
  student?: string;
  fill?: string;
  column?: string;
  feedbackColumn?: string;
  scale?: boolean;
}

/** Formats that need more than the results: people, another system's table, a folder. */
const MORE_FORMATS = ['canvas', 'moodle', 'nbgrader', 'feedback'] as const;

/** Tables with a row for each person. */
const PERSONS = ['csv', 'canvas', 'moodle', 'nbgrader'] as const;

/** `gradlab report`: results of one or several runs, e.g. of shards, in another format. */
export async function report(files: string[], options: Options): Promise<number> {
  const formats = [...(Object.keys(RENDERERS) as ReportFormat[]), ...MORE_FORMATS];
  const format = choice('--format', options.format, formats, nearestName);
  if ((format === 'canvas' || format === 'moodle') !== (options.fill !== undefined))
    throw new UsageError(
      options.fill === undefined
        ? `--format ${format} fills a table that you have exported from there: add --fill FILE`
        : '--fill goes with --format canvas or moodle',
    );
  const classFiles = readClass(options.class);
  keepInputs(options.output, [
    ...files,
    ...classFiles.files,
    ...(options.fill === undefined ? [] : [options.fill]),
  ]);
  const judged = classFiles.applied(
    chosen(merged(files), options, classFiles.roster),
    options.student === undefined,
    (PERSONS as readonly string[]).includes(format),
  );
  const results = ofPerson(judged, options.student, classFiles.roster);
  if (format === 'feedback') return writeFeedback(results, options.output);
  if (format === 'canvas' || format === 'moodle') return fill(format, results, classFiles, options);
  const text =
    format === 'nbgrader'
      ? nbgraderExport(results, classFiles.roster, { isWhole: options.student === undefined })
      : RENDERERS[format](results);
  return deliver(text, options.output);
}

/** Everything, in order; nothing twice. */
function merged(files: string[]): SubmissionResult[] {
  const results = files.flatMap(readResults);
  const names = new Set<string>();
  for (const { submission, exercise } of results) {
    const key = `${exercise}\0${submission}`;
    if (names.has(key))
      throw new UsageError(
        `The submission "${plainText(submission)}" stands in more than one place: give each shard once`,
      );
    names.add(key);
  }
  return results.sort(
    (a, b) => compareText(a.submission, b.submission) || compareText(a.exercise, b.exercise),
  );
}

function chosen(
  results: SubmissionResult[],
  { exercise, student }: Options,
  roster: readonly Person[],
): SubmissionResult[] {
  const ofExercise = results.filter((result) => (exercise ?? result.exercise) === result.exercise);
  if (exercise !== undefined) mustBeThere(ofExercise, 'exercise', exercise, results);
  if (student === undefined) return ofExercise;
  const named = ofExercise.filter(({ submission }) => submission === student);
  const own = named.length
    ? named
    : ofExercise.filter(({ submission, submitter }) => isOf(student, { submission, submitter }, roster));
  mustBeThere(own, 'submission', student, ofExercise);
  return own;
}

/** Of a group, the one who is asked for: what is about one student names nobody else. */
function ofPerson(
  results: SubmissionResult[],
  student: string | undefined,
  roster: readonly Person[],
): SubmissionResult[] {
  const own = results.filter(
    ({ submission, person }) => student !== submission && isOf(student ?? '', { submission, person }, roster),
  );
  return own.length ? own : results;
}

function mustBeThere(
  found: SubmissionResult[],
  key: 'exercise' | 'submission',
  wanted: string,
  results: SubmissionResult[],
): void {
  if (found.length) return;
  const near = nearestName(wanted, [...new Set(results.map((result) => result[key]))]);
  throw new UsageError(
    `There is no ${key} "${wanted}" in the results${near === undefined ? '' : `: did you mean "${plainText(near)}"?`}`,
  );
}

function deliver(text: string, output: string | undefined): number {
  if (output === undefined) process.stdout.write(text);
  else {
    writeReport(output, text);
    process.stdout.write(`${output}\n`);
  }
  return EXIT.passed;
}

function fill(
  format: 'canvas' | 'moodle',
  results: SubmissionResult[],
  { roster }: ClassFiles,
  options: Options,
): number {
  const { column, feedbackColumn, scale, output } = options;
  const file = options.fill!;
  const exercises = [...new Set(results.map(({ exercise }) => exercise))];
  if (exercises.length !== 1)
    throw new UsageError(
      exercises.length
        ? `A column takes one exercise, here are ${exercises.join(', ')}: choose with --exercise`
        : 'The results hold no submissions: there is nothing to fill in',
    );
  const text = readText(file);
  const filled: Filled =
    format === 'canvas'
      ? fillCanvas(text, file, results, roster, { column, scale })
      : fillMoodle(text, file, results, roster, { column, feedbackColumn, scale });
  for (const remark of filled.remarks) process.stderr.write(`${plainText(remark)}\n`);
  return deliver(filled.text, output);
}

/** A page for each student, to hand out. */
function writeFeedback(results: SubmissionResult[], output: string | undefined): number {
  if (output === undefined) throw new UsageError('--format feedback writes a page per student: add -o DIR');
  makeFolder(output);
  const names = fileNames(results);
  results.forEach((result, at) => writeReport(path.join(output, `${names[at]}.html`), feedbackPage(result)));
  process.stdout.write(`${output}\n`);
  process.stderr.write(`${results.length} ${results.length === 1 ? 'page' : 'pages'} of feedback\n`);
  return EXIT.passed;
}
