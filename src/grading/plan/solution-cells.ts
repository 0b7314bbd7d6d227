import { restoreSubmission, solutionNotebook, type ExerciseDocument } from '../../notebook/index.js';
import { declaredNames } from '../../session/index.js';
import { planSubmission, type PlannedCell } from './submission-plan.js';

/** The cells of the solution, as a submission's would be run. */
export function solutionCells(document: ExerciseDocument): PlannedCell[] {
  const { cells } = restoreSubmission(solutionNotebook(document), document);
  return planSubmission(cells, document, { experiments: false, declaredIn: declaredNames }).arrangement(
    new Set(),
  );
}
