import { createHash } from 'node:crypto';
import type { Exercise } from '../grading/exercise/load-exercise.js';
import { Grading } from '../grading/grade-submission.js';
import { unreadableResult } from '../grading/result-of.js';
import type { SubmissionResult } from '../grading/result.js';
import type { GradingSettings } from '../grading/settings.js';
import { CompilerProcess, workplaceFor } from '../session/index.js';
import { isFileProblem } from './file-problem.js';
import type { FoundSubmission } from './find-submissions.js';
import type { Journal } from './journal.js';
import { readSubmission } from './read-submission.js';
import { StageOrder, type Staged } from './stage-order.js';

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

/** Grades one stage after another. */
interface Worker {
  compiler?: CompilerProcess | undefined;
}

/** A submission that has not been read. */
interface Unread extends Staged {
  at: number;
  exercise: Exercise;
  grading?: undefined;
}

/** A submission between two stages. */
interface Begun extends Staged {
  at: number;
  exercise: Exercise;
  grading: Grading;
  /** By which the journal knows it. */
  key: string;
}

/** What a stage has led to. */
type Stage =
  | { next: Begun; isKnown?: boolean }
  /** It has had its time and slept for most of it. */
  | { again: Begun }
  | { result: SubmissionResult; key?: string };

/** Grades many submissions. The results are in the order of the submissions, whatever `jobs` is. One that the grader
 * stumbles over costs no other its result: it has none itself, and stands among the faults. */
export async function gradeBatch(
  submissions: Assigned[],
  options: BatchOptions,
): Promise<{ results: SubmissionResult[]; faults: Fault[] }> {
  const results: (SubmissionResult | undefined)[] = submissions.map(() => undefined);
  const faults: (Fault | undefined)[] = submissions.map(() => undefined);
  const order = new StageOrder<Unread | Begun>(submissions.map(({ exercise }, at) => ({ at, exercise })));
  const jobs = Math.max(1, Math.min(options.jobs, submissions.length));
  let done = 0;
  /** A disk that is full costs no result, only what `--resume` could save. */
  let isJournalBroken = false;
  const keep = (...entry: Parameters<Journal['add']>) => {
    if (isJournalBroken) return;
    try {
      options.journal?.add(...entry);
    } catch (error) {
      if (!isFileProblem(error) && (error as NodeJS.ErrnoException).errno === undefined) throw error;
      isJournalBroken = true;
      options.onJournalError?.(error as Error);
    }
  };
  const advance = async (candidate: Unread | Begun, worker: Worker, isAlone: boolean) => {
    const submission = submissions[candidate.at]!;
    try {
      worker.compiler ??= new CompilerProcess(workplaceFor(submission.exercise.folder));
      const settings = { ...options.settings, compiler: worker.compiler };
      const stage = await nextStage(candidate, submission, settings, options, isAlone);
      // A terminal's Ctrl-C goes to every process, the compiler's too: what comes after it must not stand in the journal.
      if (options.signal?.aborted) return 'nothing';
      if ('next' in stage && !stage.isKnown) keep(stage.next.key, { stage: stage.next.grading.state });
      if (!('result' in stage)) return stage;
      results[candidate.at] = stage.result;
      if (stage.key !== undefined) keep(stage.key, { result: stage.result });
      options.onResult?.(stage.result, ++done, submissions.length);
    } catch (error) {
      faults[candidate.at] = { submission: submission.name, error };
      worker.compiler?.close();
      worker.compiler = undefined;
    }
    return 'nothing';
  };
  const work = async (worker: Worker) => {
    for (let turn = await order.take(); turn; turn = await order.take()) {
      if (options.signal?.aborted) order.giveBack(turn.submission, 'nothing');
      else
        order.giveBack(turn.submission, await advance(turn.submission, worker, turn.isAlone || jobs === 1));
    }
    worker.compiler?.close();
  };
  await Promise.all(Array.from({ length: jobs }, () => work({})));
  return {
    results: results.filter((result) => result !== undefined),
    faults: faults.filter((fault) => fault !== undefined),
  };
}

async function nextStage(
  candidate: Unread | Begun,
  submission: Assigned,
  settings: GradingSettings,
  options: BatchOptions,
  isAlone: boolean,
): Promise<Stage> {
  const begun = candidate.grading ? candidate : await begin(candidate, submission, settings, options);
  if ('result' in begun) return begun;
  const { grading, key } = begun;
  // A journal's stage may stand beside references that others must not have seen yet.
  if (!candidate.grading && grading.tasksDisclosed > 0) return { next: begun, isKnown: true };
  let slept = false;
  const onSleepingTimeout = () => (slept = true);
  const judged =
    grading.tasksDecided < Infinity ? await grading.judgeNext({ ...settings, onSleepingTimeout }) : grading;
  if (slept && !isAlone) return { again: begun };
  return judged.tasksDecided < Infinity
    ? { next: { ...begun, grading: judged } }
    : { result: judged.result(settings), key };
}

/** Reads it, unless its result is known or it is no notebook. */
async function begin(
  unread: Unread,
  submission: Assigned,
  settings: GradingSettings,
  { journal, fingerprint }: BatchOptions,
): Promise<Begun | { result: SubmissionResult; key?: string }> {
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
  const grading = await Grading.begin(content, name, exercise, settings, journal?.stage(key));
  return grading instanceof Grading ? { ...unread, key, grading } : { result: grading, key };
}
