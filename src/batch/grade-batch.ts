import { createHash } from 'node:crypto';
import type { Exercise } from '../grading/exercise/load-exercise.js';
import { Grading } from '../grading/grade-submission.js';
import { unreadableResult } from '../grading/result-of.js';
import type { SubmissionResult } from '../grading/result.js';
import type { GradingSettings } from '../grading/settings.js';
import { NotebookFormatError } from '../notebook/index.js';
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

/** A submission on its way through the stages. */
class Candidate implements Staged {
  readonly at: number;
  readonly exercise: Exercise;
  /** Not there before the first stage. */
  readonly grading: Grading | undefined;
  /** By which the journal knows it. */
  readonly key: string;

  constructor(at: number, exercise: Exercise, grading?: Grading, key = '') {
    this.at = at;
    this.exercise = exercise;
    this.grading = grading;
    this.key = key;
  }

  get tasksDecided(): number {
    return this.grading?.tasksDecided ?? 0;
  }

  get tasksDisclosed(): number {
    return this.grading?.tasksDisclosed ?? 0;
  }
}

/** What a stage has led to. */
type Stage =
  | { next: Candidate }
  /** It has had its time and slept for most of it. */
  | { again: Candidate }
  | { result: SubmissionResult; key?: string };

/** Grades many submissions. The results are in the order of the submissions, whatever `jobs` is. One that the grader
 * stumbles over costs no other its result: it has none itself, and stands among the faults. */
export async function gradeBatch(
  submissions: Assigned[],
  options: BatchOptions,
): Promise<{ results: SubmissionResult[]; faults: Fault[] }> {
  const results: (SubmissionResult | undefined)[] = submissions.map(() => undefined);
  const faults: (Fault | undefined)[] = submissions.map(() => undefined);
  const order = new StageOrder(submissions.map(({ exercise }, at) => new Candidate(at, exercise)));
  const jobs = Math.max(1, Math.min(options.jobs, submissions.length));
  let done = 0;
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
  const advance = async (candidate: Candidate, worker: Worker, isAlone: boolean) => {
    const submission = submissions[candidate.at]!;
    worker.compiler ??= new CompilerProcess(workplaceFor(submission.exercise.folder));
    try {
      const settings = { ...options.settings, compiler: worker.compiler };
      const stage = await nextStage(candidate, submission, settings, options, isAlone);
      // A terminal's Ctrl-C goes to every process, the compiler's too: what comes after it must not stand in the journal.
      if (options.signal?.aborted) return 'nothing';
      if (!('result' in stage)) return stage;
      results[candidate.at] = stage.result;
      if (stage.key !== undefined) keep(stage.key, stage.result);
      options.onResult?.(stage.result, ++done, submissions.length);
    } catch (error) {
      faults[candidate.at] = { submission: submission.name, error };
      worker.compiler.close();
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
  candidate: Candidate,
  submission: Assigned,
  settings: GradingSettings,
  options: BatchOptions,
  isAlone: boolean,
): Promise<Stage> {
  const begun = candidate.grading ? candidate : await begin(candidate, submission, settings, options);
  if (!(begun instanceof Candidate)) return begun;
  const { at, exercise, key } = begun;
  let grading = begun.grading!;
  if (grading.tasksDecided < Infinity) {
    let slept = false;
    const onSleepingTimeout = () => (slept = true);
    grading = await grading.judgeNext({ ...settings, onSleepingTimeout });
    if (slept && !isAlone) return { again: begun };
  }
  return grading.tasksDecided < Infinity
    ? { next: new Candidate(at, exercise, grading, key) }
    : { result: grading.result(settings), key };
}

/** Reads it, unless its result is known or it is no notebook. */
async function begin(
  { at }: Candidate,
  submission: Assigned,
  settings: GradingSettings,
  { journal, fingerprint }: BatchOptions,
): Promise<Candidate | { result: SubmissionResult; key?: string }> {
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
  try {
    return new Candidate(at, exercise, await Grading.begin(content, name, exercise, settings), key);
  } catch (error) {
    if (!(error instanceof NotebookFormatError)) throw error;
    return { result: unreadableResult(exercise, name, error.message, settings), key };
  }
}
