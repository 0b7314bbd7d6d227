import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Exercise } from '../grading/exercise/load-exercise.js';
import { gradeSubmission } from '../grading/grade-submission.js';
import { SUBMISSION_LIMIT_BYTES } from '../grading/read-limit.js';
import { unreadableResult } from '../grading/result-of.js';
import type { SubmissionResult } from '../grading/result.js';
import type { GradingSettings } from '../grading/settings.js';
import { CompilerProcess, workplaceFor } from '../session/index.js';
import type { FoundSubmission } from './find-submissions.js';
import type { Journal } from './journal.js';

/** A submission and the exercise that it is graded as. */
export interface Assigned extends FoundSubmission {
  exercise: Exercise;
}

export interface BatchOptions {
  settings: Omit<GradingSettings, 'compiler'>;
  /** Submissions graded at the same time. */
  jobs: number;
  journal?: Journal;
  /** Changes whenever results may: versions, the exercise's files. */
  fingerprint: (exercise: Exercise) => string;
  onResult?: (result: SubmissionResult, done: number, of: number) => void;
  signal?: AbortSignal;
}

/** Grades many submissions. The results are in the order of the submissions, whatever `jobs` is.
 * @throws {GraderError} If the grader itself is at fault. */
export async function gradeBatch(submissions: Assigned[], options: BatchOptions): Promise<SubmissionResult[]> {
  const results = new Array<SubmissionResult | undefined>(submissions.length);
  let next = 0;
  let done = 0;
  const work = async () => {
    let compiler: CompilerProcess | undefined;
    try {
      while (next < submissions.length && !options.signal?.aborted) {
        const at = next++;
        const submission = submissions[at]!;
        compiler ??= new CompilerProcess(workplaceFor(submission.exercise.folder));
        const result = await gradeOne(submission, { ...options.settings, compiler }, options);
        results[at] = result;
        options.onResult?.(result, ++done, submissions.length);
      }
    } finally {
      compiler?.close();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.jobs, submissions.length)) }, work));
  return results.filter((result): result is SubmissionResult => result !== undefined);
}

async function gradeOne({ name, file, size, exercise }: Assigned, settings: GradingSettings, { journal, fingerprint }: BatchOptions): Promise<SubmissionResult> {
  if (size > SUBMISSION_LIMIT_BYTES) return unreadableResult(exercise, name, tooLarge(size), settings);
  const content = fs.readFileSync(file);
  const { isolation, seed, experiments, hiddenChecks } = settings;
  const hash = createHash('sha256').update(content);
  hash.update(JSON.stringify([name, isolation, seed, experiments, hiddenChecks, fingerprint(exercise)]));
  const key = hash.digest('hex');
  const known = journal?.get(key);
  if (known) return known;
  const result = await gradeSubmission(content, name, exercise, settings);
  journal?.add(key, result);
  return result;
}

function tooLarge(size: number): string {
  const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
  return `The file is ${mib(size)} MiB large, at most ${mib(SUBMISSION_LIMIT_BYTES)} are read: clear the outputs and submit again`;
}
