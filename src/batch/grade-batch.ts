import { createHash } from 'node:crypto';
import type { Exercise } from '../grading/exercise/load-exercise.js';
import { gradeSubmission } from '../grading/grade-submission.js';
import { unreadableResult } from '../grading/result-of.js';
import type { SubmissionResult } from '../grading/result.js';
import type { GradingSettings } from '../grading/settings.js';
import { CompilerProcess, workplaceFor } from '../session/index.js';
import { isFileProblem } from './file-problem.js';
import type { FoundSubmission } from './find-submissions.js';
import type { Journal } from './journal.js';
import { readSubmission } from './read-submission.js';

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
  /** The journal could not be written; it is not tried again. */
  onJournalError?: (error: Error) => void;
  signal?: AbortSignal;
}

/** A submission that could not be graded, by the grader's fault or the machine's. */
export interface Fault {
  submission: string;
  error: unknown;
}

/** Grades one submission after another. */
interface Worker {
  compiler?: CompilerProcess | undefined;
}

interface Graded {
  result: SubmissionResult;
  /** By which the journal knows it, where it is not there yet. */
  key?: string;
  /** It has had its time and slept for most of it. */
  slept?: boolean;
}

/** Grades many submissions. The results are in the order of the submissions, whatever `jobs` is. One that the grader
 * stumbles over costs no other its result: it has none itself, and stands among the faults. One that ran out of time though
 * it did little is graded once more when no other runs. */
export async function gradeBatch(
  submissions: Assigned[],
  options: BatchOptions,
): Promise<{ results: SubmissionResult[]; faults: Fault[] }> {
  const results: (SubmissionResult | undefined)[] = submissions.map(() => undefined);
  const faults: (Fault | undefined)[] = submissions.map(() => undefined);
  let next = 0;
  let done = 0;
  /** Ran out of time while others ran, and may not have alone. */
  const again: number[] = [];
  /** A disk that is full costs no result, only what `--resume` could save. */
  let isJournalBroken = false;
  const keep = (key: string, result: SubmissionResult) => {
    if (isJournalBroken) return;
    try {
      options.journal?.add(key, result);
    } catch (error) {
      if (!isFileProblem(error) && (error as NodeJS.ErrnoException).errno === undefined) throw error;
      isJournalBroken = true;
      options.onJournalError?.(error as Error);
    }
  };
  const grade = async (at: number, worker: Worker, isAlone: boolean) => {
    const submission = submissions[at]!;
    worker.compiler ??= new CompilerProcess(workplaceFor(submission.exercise.folder));
    try {
      const graded = await gradeOne(submission, { ...options.settings, compiler: worker.compiler }, options);
      if (!graded) return;
      if (graded.slept && !isAlone) {
        again.push(at);
        return;
      }
      results[at] = graded.result;
      if (graded.key !== undefined) keep(graded.key, graded.result);
      options.onResult?.(graded.result, ++done, submissions.length);
    } catch (error) {
      faults[at] = { submission: submission.name, error };
      worker.compiler.close();
      worker.compiler = undefined;
    }
  };
  const workers = Array.from(
    { length: Math.max(1, Math.min(options.jobs, submissions.length)) },
    (): Worker => ({}),
  );
  const [first] = workers as [Worker];
  const work = async (worker: Worker) => {
    while (next < submissions.length && !options.signal?.aborted)
      await grade(next++, worker, workers.length === 1);
  };
  await Promise.all(workers.map(work));
  for (const at of again.sort((a, b) => a - b)) if (!options.signal?.aborted) await grade(at, first, true);
  for (const { compiler } of workers) compiler?.close();
  return {
    results: results.filter((result) => result !== undefined),
    faults: faults.filter((fault) => fault !== undefined),
  };
}

/** @returns Nothing if the run was interrupted meanwhile: a terminal's Ctrl-C goes to every process, the compiler's too,
 * and what comes after it must not stand in the journal. */
async function gradeOne(
  submission: Assigned,
  settings: GradingSettings,
  { journal, fingerprint, signal }: BatchOptions,
): Promise<Graded | undefined> {
  const { name, exercise, fault } = submission;
  if (fault !== undefined) throw fault;
  const content = readSubmission(submission);
  if ('why' in content) return { result: unreadableResult(exercise, name, content.why, settings) };
  const { isolation, seed, experiments, hiddenChecks } = settings;
  const hash = createHash('sha256').update(content);
  hash.update(JSON.stringify([name, isolation, seed, experiments, hiddenChecks, fingerprint(exercise)]));
  const key = hash.digest('hex');
  const known = journal?.get(key);
  if (known) return { result: known };
  let slept = false;
  const onSleepingTimeout = () => (slept = true);
  const result = await gradeSubmission(content, name, exercise, { ...settings, onSleepingTimeout });
  return signal?.aborted ? undefined : { result, key, slept };
}
