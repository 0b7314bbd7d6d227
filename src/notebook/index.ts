/** Notebooks and exercises as data: nbformat in and out, markup, starter and solution, restoring a submission. Pure: no
 * tensors, no processes, no files. */
export { identifyExercise, fillNotebook, insertCodeCell, solutionNotebook, starterNotebook } from './build-notebook.js';
export type { DocumentCell } from './document-cell.js';
export { parseExercise, type ExerciseDocument } from './exercise-document.js';
export { ExerciseError, type ExerciseProblem } from './exercise-error.js';
export { findAnswers, type FoundAnswers } from './find-answers.js';
export { codeCell, isCellId, type Cell, type CellKind, type Notebook } from './notebook.js';
export { NotebookFormatError, type NotebookFormatCode } from './notebook-format-error.js';
export { parseNotebook } from './parse-notebook.js';
export { parsePercent, type PercentCell } from './percent-format.js';
export { WRITTEN_STUB } from './render-cell.js';
export { replaceAnswers } from './replace-answers.js';
export { restoreSubmission, type Restoration, type RestoredCell } from './restore-submission.js';
export { serializeNotebook, splitLines } from './serialize-notebook.js';
export { tokensOf, type Token } from './tokens.js';
