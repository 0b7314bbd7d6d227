/** Notebooks and exercises as data: nbformat in and out, markup, starter and solution, restoring a submission. Pure: no
 * tensors, no processes, no files. */
export {
  identifyExercise,
  fillNotebook,
  insertCodeCell,
  solutionNotebook,
  starterNotebook,
} from './build-notebook.js';
export type { DocumentCell } from './document-cell.js';
export { ensureExercise } from './ensure-exercise.js';
export { parseExercise, type ExerciseDocument } from './exercise-document.js';
export { ExerciseError, type ExerciseProblem } from './exercise-error.js';
export { findAnswers } from './find-answers.js';
export { codeCell, type Cell, type Notebook } from './notebook.js';
export { NotebookFormatError } from './notebook-format-error.js';
export { parseNotebook } from './parse-notebook.js';
export { parsePercent } from './percent-format.js';
export { replaceAnswers } from './replace-answers.js';
export { restoreSubmission, type Restoration, type RestoredCell } from './restore-submission.js';
export { serializeNotebook, splitLines } from './serialize-notebook.js';
export { tokensOf, type Token } from './tokens.js';
