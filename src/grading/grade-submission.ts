import { ensureExercise, NotebookFormatError, restoreSubmission, type Notebook } from '../notebook/index.js';
import type { Exercise } from './exercise/load-exercise.js';
import { planSubmission, sourcesWithNames, type SubmissionPlan } from './plan/submission-plan.js';
import { parseSubmission } from './parse-submission.js';
import { gradedResult, unreadableResult, type Graded } from './result-of.js';
import type { SubmissionResult } from './result.js';
import { judgeNext } from './run/judge-next.js';
import { beginJudging, tasksDisclosed, type Judging } from './run/judging.js';
import { resumed, stateOf, type JudgingState } from './run/judging-state.js';
import type { GradingSettings } from './settings.js';
import { shownFigures } from './shown-figures.js';

/** A submission that is being graded, stage by stage. Never changed: a stage can be made again. */
export class Grading {
  readonly #submission: string;
  readonly #judging: Judging;
  readonly #read: Pick<Graded, 'notes' | 'figures'>;

  private constructor(submission: string, judging: Judging, read: Pick<Graded, 'notes' | 'figures'>) {
    this.#submission = submission;
    this.#judging = judging;
    this.#read = read;
  }

  /** Reads, restores and finds the answers; runs nothing yet.
   * @param content The bytes of the notebook.
   * @param submission What the result calls it.
   * @param state What an earlier grading of the same bytes, with the same settings, has come to.
   * @returns The result at once, if it is no notebook of this exercise.
   * @throws {GraderError} If the grader itself is at fault. */
  static async begin(
    content: Uint8Array | string,
    submission: string,
    exercise: Exercise,
    settings: GradingSettings,
    state?: JudgingState,
  ): Promise<Grading | SubmissionResult> {
    const started = performance.now();
    let notebook: Notebook;
    try {
      notebook = readSubmission(content, exercise);
    } catch (error) {
      if (!(error instanceof NotebookFormatError)) throw error;
      return unreadableResult(exercise, submission, error.message, settings);
    }
    const { cells, notes } = restoreSubmission(notebook, exercise.document);
    const figures = shownFigures(notebook, exercise.document);
    const declared = await settings.compiler.declaredNames(
      sourcesWithNames(cells, exercise.document),
      PARSING_MS,
    );
    const declaredIn = (source: string) => declared.get(source) ?? [];
    const plan = planSubmission(cells, exercise.document, { experiments: settings.experiments, declaredIn });
    const restore = (performance.now() - started) / 1000;
    const seconds = { restore, compile: 0, start: 0, cells: 0, probes: 0 };
    const judging = beginJudging(plan, exercise, settings, seconds);
    const read = { notes: [...notes, ...togetherNotes(plan)], figures };
    return new Grading(submission, state ? resumed(judging, state) : judging, read);
  }

  /** Of how many tasks, from the first one, the marks stand: of all when nothing is left to run. */
  get tasksDecided(): number {
    return this.#judging.next ?? Infinity;
  }

  /** Of how many tasks, from the first one, the reference may stand in the next stage's processes. */
  get tasksDisclosed(): number {
    return tasksDisclosed(this.#judging);
  }

  /** To go on from later. */
  get state(): JudgingState {
    return stateOf(this.#judging);
  }

  /** @throws {GraderError} If the grader itself is at fault; whatever the submission holds gives a mark. */
  async judgeNext(settings: GradingSettings): Promise<Grading> {
    return new Grading(this.#submission, await judgeNext(this.#judging, settings), this.#read);
  }

  /** When all is decided. */
  result(settings: GradingSettings): SubmissionResult {
    const { plan, exercise, verdicts, seconds } = this.#judging;
    return gradedResult(exercise, this.#submission, { ...this.#read, plan, verdicts, seconds }, settings);
  }
}

/** Grades one submission by itself.
 * @throws {GraderError} If the grader itself is at fault; whatever the submission holds gives a result. */
export async function gradeSubmission(
  content: Uint8Array | string,
  submission: string,
  exercise: Exercise,
  settings: GradingSettings,
): Promise<SubmissionResult> {
  let grading = await Grading.begin(content, submission, exercise, settings);
  if (!(grading instanceof Grading)) return grading;
  while (grading.tasksDecided < Infinity) grading = await grading.judgeNext(settings);
  return grading.result(settings);
}

/** Cells whose tasks cannot be told apart. */
function togetherNotes({ tasks }: SubmissionPlan): Graded['notes'] {
  const cells = new Set([...tasks.values()].flatMap(({ cell, unit }) => (unit.length > 1 ? cell : [])));
  const what = 'given lines were changed: its tasks are judged together, and one mistake can cost the others';
  return [...cells].map((cell) => ({ cell, what }));
}

/** For all cells that a student has added. */
const PARSING_MS = 10_000;

/** @throws {NotebookFormatError} If it is not a notebook of this exercise. */
function readSubmission(content: Uint8Array | string, exercise: Exercise): Notebook {
  const notebook = parseSubmission(content);
  ensureExercise(notebook, exercise.document);
  return notebook;
}
