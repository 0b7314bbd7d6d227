import { identifyExercise } from './build-notebook.js';
import type { ExerciseDocument } from './exercise-document.js';
import { matchCells } from './match-cells.js';
import { NotebookFormatError } from './notebook-format-error.js';
import type { Notebook } from './notebook.js';
import { submittedCells } from './submitted-cell.js';

/** Makes sure that a notebook is of an exercise, before it is restored. Its metadata decide; where an editor has lost
 * them, one answer cell of the exercise is enough, known by its id or by its content.
 * @throws {NotebookFormatError} If it is of another exercise, or nothing says that it is of this one. */
export function ensureExercise(notebook: Notebook, document: ExerciseDocument): void {
  const { slug } = document;
  const named = identifyExercise(notebook);
  if (named === slug) return;
  if (named !== undefined)
    throw new NotebookFormatError(
      'other-exercise',
      `This is a notebook of the exercise "${named}", not of "${slug}": submit the notebook of "${slug}"`,
    );
  if (!hasAnswerCell(notebook, document))
    throw new NotebookFormatError(
      'other-exercise',
      `The notebook does not say of which exercise it is, and has no answer cell of "${slug}": submit the notebook of "${slug}"`,
    );
}

function hasAnswerCell(notebook: Notebook, document: ExerciseDocument): boolean {
  const answers = document.cells.filter(({ role }) => role === 'answer');
  const code = answers.filter(({ kind }) => kind === 'code');
  const ids = new Set((code.length ? code : answers).map(({ id }) => id));
  if (notebook.cells.some(({ id }) => id !== undefined && ids.has(id))) return true;
  const found = matchCells(submittedCells(notebook.cells), code, () => {});
  return [...found.values()].some((candidates) => candidates.length > 0);
}
