import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { assignExercises } from '../batch/assign-exercises.js';
import { findSubmissions } from '../batch/find-submissions.js';
import { gradeBatch, type Assigned, type Fault } from '../batch/grade-batch.js';
import { Journal } from '../batch/journal.js';
import { latestAttempts } from '../batch/latest-attempts.js';
import { parseShard, takeShard } from '../batch/shard.js';
import { isOf, readHandMarks, type Person } from '../gradebook/index.js';
import { loadExercise, type Exercise } from '../grading/exercise/load-exercise.js';
import type { SubmissionResult } from '../grading/result.js';
import { closeReferenceRuns } from '../grading/run/reference-runs.js';
import { removeFolder, removeLeftovers, temporaryPrefix } from '../grading/run/temporary-folders.js';
import { nearestName } from '../lab/nearest-name.js';
import { plainText } from '../report/plain-text.js';
import { RENDERERS, type ReportFormat } from '../report/index.js';
import { endLeftBoxes, makeMissingImages, workplaceFor } from '../session/index.js';
import { exerciseFolders, gradersFolder } from './exercise-folders.js';
import { readClass } from './class-files.js';
import { EXIT, UsageError } from './exit-code.js';
import { gradlabVersion } from './gradlab-version.js';
import { onInterruption } from './interruption.js';
import { withHandMarks } from './hand-marks.js';
import { isolationLevel } from './isolation-level.js';
import { choice, wholeNumber } from './options.js';
import { progress } from './progress.js';
import { existingPath } from './read-file.js';
import { reportFailure } from './report-failure.js';
import { writeResults } from './write-results.js';

interface Options {
  exercise?: string;
  student?: string;
  graders?: string;
  out?: string;
  format: string;
  jobs?: string;
  resume?: boolean;
  shard?: string;
  isolation: string;
  experiments?: boolean;
  seed: string;
  stable?: boolean;
  exitZero?: boolean;
  class?: string;
}

/** `gradlab grade`: finds the submissions, grades them, writes and prints the results. */
export async function grade(paths: string[], options: Options): Promise<number> {
  const format = choice('--format', options.format, Object.keys(RENDERERS) as ReportFormat[], nearestName);
  if (options.resume && options.out === undefined)
    throw new UsageError('--resume needs --out DIR: the journal of the interrupted run lies there');
  const isolation = await isolationLevel(options.isolation);
  const seed = wholeNumber('--seed', options.seed, 0);
  const jobs = options.jobs === undefined ? defaultJobs() : wholeNumber('--jobs', options.jobs, 1);

  const classFiles = readClass(options.class);
  const handMarks = options.out === undefined ? [] : readHandMarks(options.out);

  const graders = gradersFolder(options.graders);
  const known = exerciseFolders(graders, options.exercise === undefined ? [] : [options.exercise]).map(
    (folder) => path.basename(folder),
  );
  removeLeftovers();
  endLeftBoxes();
  const scratch = `${temporaryPrefix()}class-${randomUUID()}`;
  process.once('exit', () => removeFolder(scratch));
  const tell = (student: string, what: string) =>
    process.stderr.write(`${plainText(student)}: ${plainText(what)}\n`);
  const found = await findSubmissions(
    paths.map((file) => existingPath(file)),
    known,
    scratch,
    tell,
  );
  if (found.length === 0)
    throw new UsageError('There are no notebooks (.ipynb) in the given paths, nor archives (.zip) of them');
  const load = (slug: string) => loadExercise(path.join(graders, slug));
  // All of them, also for one student or a shard: what a broken file is graded as must not depend on the choice.
  const assigned = assignExercises(found, { only: options.exercise, known, load });
  const latest = latestAttempts(assigned, tell);
  const submissions = selected(latest, options, classFiles.roster);

  if (submissions.length >= CLASS_SIZE) await makeImagesFor(submissions);
  const journal = options.out === undefined ? undefined : openJournal(options.out, options.resume ?? false);
  const interruption = new AbortController();
  const forget = onInterruption(() => {
    process.stderr.write('Interrupted: waiting for what is being graded to end. Once more ends it at once\n');
    interruption.abort();
  });
  let results: SubmissionResult[];
  let faults: Fault[];
  try {
    ({ results, faults } = await gradeBatch(submissions, {
      settings: { isolation, seed, experiments: options.experiments ?? false, hiddenChecks: true },
      jobs,
      ...(journal ? { journal } : {}),
      fingerprint,
      onResult: progress(),
      onJournalError: ({ message }) =>
        process.stderr.write(
          `The journal cannot be written, grading goes on without: --resume will know nothing from here on. ${message}\n`,
        ),
      signal: interruption.signal,
    }));
  } finally {
    forget();
    await closeReferenceRuns();
  }
  const isWhole = options.student === undefined && options.shard === undefined;
  const people = new Map(submissions.map((one) => [keyOf(one.exercise.slug, one.name), one.submitter]));
  const told = results.map((result) => {
    const submitter = people.get(keyOf(result.exercise, result.submission));
    const shown = options.stable ? withoutTimes(result) : result;
    return submitter ? { ...shown, submitter } : shown;
  });
  const shown = classFiles.applied(withHandMarks(told, handMarks, isWhole), isWhole);
  process.stdout.write(RENDERERS[format](shown));
  const unwritten = options.out === undefined ? undefined : writeResults(options.out, shown);
  const broken = await Promise.all(
    faults.map(({ submission, error }) => reportFailure(error, `${plainText(submission)} has no result: `)),
  );
  if (interruption.signal.aborted) {
    process.stderr.write(
      `Interrupted after ${results.length} of ${submissions.length} submissions${options.out === undefined ? '' : ': go on with --resume'}\n`,
    );
    return EXIT.interrupted;
  }
  if (broken.length || unwritten) return EXIT.broken;
  return options.exitZero || results.every(isDone) ? EXIT.passed : EXIT.failed;
}

function openJournal(folder: string, resume: boolean): Journal {
  try {
    return new Journal(folder, resume);
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error)) throw error; // Of a full disk, the system names no file.
    throw new UsageError(`Cannot write to ${folder}, which --out names: ${error.message}`);
  }
}

/** From here on start-up images save more than it takes to make them. */
const CLASS_SIZE = 20;

async function makeImagesFor(submissions: Assigned[]): Promise<void> {
  for (const { folder, settings } of new Set(submissions.map(({ exercise }) => exercise))) {
    const session = { workplace: workplaceFor(folder), memoryMiB: settings.limits.memoryMiB };
    await makeMissingImages(session).catch(() => 0); // They are for speed only.
  }
}

/** One for each processor, as far as memory reaches. */
function defaultJobs(): number {
  return Math.max(1, Math.min(os.availableParallelism(), Math.floor(os.totalmem() / JOB_BYTES)));
}

/** A session and its compiler. */
const JOB_BYTES = 1.25 * 2 ** 30;

function selected(found: Assigned[], { student, shard }: Options, roster: readonly Person[]): Assigned[] {
  const named = student === undefined ? found : found.filter(({ name }) => name === student);
  const one = named.length
    ? named
    : found.filter(({ name, submitter }) =>
        isOf(student!, { submission: name, ...(submitter ? { submitter } : {}) }, roster),
      );
  if (one.length === 0) {
    const near = nearestName(
      student!,
      found.map(({ name }) => name),
    );
    throw new UsageError(
      `There is no submission of "${student}"${near === undefined ? '' : `: did you mean "${plainText(near)}"?`}`,
    );
  }
  return shard === undefined ? one : takeShard(one, parseShard(shard));
}

const fingerprints = new Map<Exercise, string>();

/** Changes when anything that the marks depend on does. */
function fingerprint(exercise: Exercise): string {
  let hash = fingerprints.get(exercise);
  if (!hash) {
    const own = fs
      .readdirSync(exercise.folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
    const files = [...new Set([...own, ...exercise.settings.files])].sort();
    const digest = createHash('sha256').update(`${gradlabVersion} ${process.versions.node}\0`);
    for (const name of files)
      digest.update(`${name}\0`).update(fs.readFileSync(path.join(exercise.folder, name)));
    fingerprints.set(exercise, (hash = digest.digest('hex')));
  }
  return hash;
}

const keyOf = (exercise: string, submission: string) => `${exercise}\0${submission}`;

function withoutTimes(result: SubmissionResult): SubmissionResult {
  const kept = { ...result };
  delete kept.seconds;
  return kept;
}

/** Nothing is left to be done but marking by hand. */
function isDone({ status, checks }: SubmissionResult): boolean {
  return (
    status === 'graded' && checks.every((check) => ['pass', 'pendingManual', 'marked'].includes(check.status))
  );
}
