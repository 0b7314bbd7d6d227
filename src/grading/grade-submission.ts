import { ensureExercise, NotebookFormatError, restoreSubmission, type Notebook } from '../notebook/index.js';
import type { Exercise } from './exercise/load-exercise.js';
import { planSubmission, sourcesWithNames } from './plan/submission-plan.js';
import { parseSubmission } from './parse-submission.js';
import { gradedResult, unreadableResult } from './result-of.js';
import type { Phase, SubmissionResult } from './result.js';
import { runChecks } from './run/run-checks.js';
import type { GradingSettings } from './settings.js';
import { shownFigures } from './shown-figures.js';

/** Grades one submission.
 *
 * Read, restore, find the answers, run, probe and compare and judge, say it: one line each.
 * @param content The bytes of the notebook.
 * @param submission What the result calls it.
 * @throws {GraderError} If the grader itself is at fault; whatever the submission holds gives a result. */
export async function gradeSubmission(
  content: Uint8Array | string,
  submission: string,
  exercise: Exercise,
  settings: GradingSettings,
): Promise<SubmissionResult> {
  const seconds: Record<Phase, number> = { restore: 0, compile: 0, start: 0, cells: 0, probes: 0 };
  const started = performance.now();
  let notebook: Notebook;
  try {
    notebook = readSubmission(content, exercise);
  } catch (error) {
    if (error instanceof NotebookFormatError)
      return unreadableResult(exercise, submission, error.message, settings);
    throw error;
  }
  const { cells, notes } = restoreSubmission(notebook, exercise.document);
  const figures = shownFigures(notebook, exercise.document);
  const declared = await settings.compiler.declaredNames(
    sourcesWithNames(cells, exercise.document),
    PARSING_MS,
  );
  const declaredIn = (source: string) => declared.get(source) ?? [];
  const plan = planSubmission(cells, exercise.document, { experiments: settings.experiments, declaredIn });
  seconds.restore = (performance.now() - started) / 1000;
  const verdicts = await runChecks(plan, exercise, settings, seconds);
  return gradedResult(exercise, submission, { plan, verdicts, notes, figures, seconds }, settings);
}

/** For all cells that a student has added. */
const PARSING_MS = 10_000;

/** @throws {NotebookFormatError} If it is not a notebook of this exercise. */
function readSubmission(content: Uint8Array | string, exercise: Exercise): Notebook {
  const notebook = parseSubmission(content);
  ensureExercise(notebook, exercise.document);
  return notebook;
}
