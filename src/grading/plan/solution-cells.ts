import { restoreSubmission, solutionNotebook, type ExerciseDocument } from '../../notebook/index.js';
import type { CompilerProcess } from '../../session/index.js';
import { planSubmission, sourcesWithNames, type PlannedCell } from './submission-plan.js';

/** The cells of the solution, as a submission's would be run. */
export async function solutionCells(
  document: ExerciseDocument,
  compiler: CompilerProcess,
): Promise<PlannedCell[]> {
  const { cells } = restoreSubmission(solutionNotebook(document), document);
  const declared = await compiler.declaredNames(sourcesWithNames(cells, document), PARSING_MS);
  const declaredIn = (source: string) => declared.get(source) ?? [];
  return planSubmission(cells, document, { experiments: false, declaredIn }).arrangement(new Map());
}

const PARSING_MS = 60_000;
