import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Exercise } from '../grading/exercise/load-exercise.js';
import { gradeSubmission } from '../grading/grade-submission.js';
import { SUBMISSION_LIMIT_BYTES } from '../grading/read-limit.js';
import { unreadableResult } from '../grading/result-of.js';
import type { SubmissionResult } from '../grading/result.js';
import type { GradingSettings } from '../grading/settings.js';
import { CompilerProcess, workplaceFor } from '../session/index.js';
import { isFileProblem } from './file-problem.js';
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

/** A submission that could not be graded, by the grader's fault or the machine's. */
export interface Fault {
  submission: string;
  error: unknown;
}

/** Grades many submissions. The results are in the order of the submissions, whatever `jobs` is. One that the grader
 * stumbles over costs no other its result: it has none itself, and stands among the faults. */
export async function gradeBatch(
  submissions: Assigned[],
  options: BatchOptions,
): Promise<{ results: SubmissionResult[]; faults: Fault[] }> {
  const results: (SubmissionResult | undefined)[] = submissions.map(() => undefined);
  const faults: (Fault | undefined)[] = submissions.map(() => undefined);
  let next = 0;
  let done = 0;
  const work = async () => {
    let compiler: CompilerProcess | undefined;
    try {
      while (next < submissions.length && !options.signal?.aborted) {
        const at = next++;
        const submission = submissions[at]!;
        compiler ??= new CompilerProcess(workplaceFor(submission.exercise.folder));
        try {
          const result = await gradeOne(submission, { ...options.settings, compiler }, options);
          if (!result) continue;
          results[at] = result;
          options.onResult?.(result, ++done, submissions.length);
        } catch (error) {
          faults[at] = { submission: submission.name, error };
          compiler.close();
          compiler = undefined;
        }
      }
    } finally {
      compiler?.close();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.jobs, submissions.length)) }, work));
  return {
    results: results.filter((result) => result !== undefined),
    faults: faults.filter((fault) => fault !== undefined),
  };
}

/** @returns Nothing if the run was interrupted meanwhile: a terminal's Ctrl-C goes to every process, the compiler's too,
 * and what comes after it must not stand in the journal. */
async function gradeOne(
  { name, file, size, problem, exercise }: Assigned,
  settings: GradingSettings,
  { journal, fingerprint, signal }: BatchOptions,
): Promise<SubmissionResult | undefined> {
  if (problem !== undefined) return unreadableResult(exercise, name, problem, settings);
  if (size > SUBMISSION_LIMIT_BYTES) return unreadableResult(exercise, name, tooLarge(size), settings);
  let content: Buffer;
  try {
    content = fs.readFileSync(file);
  } catch (error) {
    if (!isFileProblem(error)) throw error;
    return unreadableResult(exercise, name, `The file cannot be read (${error.code})`, settings);
  }
  const { isolation, seed, experiments, hiddenChecks } = settings;
  const hash = createHash('sha256').update(content);
  hash.update(JSON.stringify([name, isolation, seed, experiments, hiddenChecks, fingerprint(exercise)]));
  const key = hash.digest('hex');
  const known = journal?.get(key);
  if (known) return known;
  const result = await gradeSubmission(content, name, exercise, settings);
  if (signal?.aborted) return undefined;
  journal?.add(key, result);
  return result;
}

function tooLarge(size: number): string {
  const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
  return `The file is ${mib(size)} MiB large, at most ${mib(SUBMISSION_LIMIT_BYTES)} are read: clear the outputs and submit again`;
}
