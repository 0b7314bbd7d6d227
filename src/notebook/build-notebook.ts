import type { DocumentCell } from './document-cell.js';
import type { ExerciseDocument } from './exercise-document.js';
import { codeCell, type Cell, type Notebook } from './notebook.js';
import type { Region } from './regions.js';
import { answerText, renderCell, starterText } from './render-cell.js';

/** The notebook as students get it: each region shows its stub. */
export function starterNotebook(document: ExerciseDocument): Notebook {
  return notebookWith(document, starterText);
}

/** The notebook with every task answered by the reference. */
export function solutionNotebook(document: ExerciseDocument): Notebook {
  return notebookWith(document, (region) => region.answer);
}

/** A submission: starter or solution, with some answers put in, indented as their regions are.
 * @param answers Code (or Markdown) by task id.
 * @throws {RangeError} If there is no such task. */
export function fillNotebook(
  document: ExerciseDocument,
  from: 'starter' | 'solution',
  answers: ReadonlyMap<string, string>,
): Notebook {
  const tasks = document.cells.flatMap((cell) => cell.tasks);
  for (const task of answers.keys()) {
    if (!tasks.includes(task))
      throw new RangeError(`There is no task "${task}": the tasks are ${tasks.join(', ')}`);
  }
  return notebookWith(document, (region, cell) => {
    const answer = answers.get(region.task);
    if (answer !== undefined) return answerText(answer, region, cell);
    return from === 'solution' ? region.answer : starterText(region, cell);
  });
}

/** Puts a code cell in front of another.
 * @throws {RangeError} If there is no such cell. */
export function insertCodeCell(
  notebook: Notebook,
  { before, id, source }: { before: string; id: string; source: string },
): void {
  const at = notebook.cells.findIndex((cell) => cell.id === before);
  if (at < 0) throw new RangeError(`There is no cell "${before}"`);
  notebook.cells.splice(at, 0, codeCell(id, source));
}

/** The exercise that a notebook says it is of; undefined if its metadata are gone, or hold something that cannot be the
 * name of one: what is returned is safe in a path and in a message. */
export function identifyExercise({ metadata }: Notebook): string | undefined {
  const own = metadata.gradlab;
  const exercise =
    typeof own === 'object' && own !== null ? (own as { exercise?: unknown }).exercise : undefined;
  return typeof exercise === 'string' && /^[\w-]{1,100}$/.test(exercise) ? exercise : undefined;
}

function notebookWith(
  document: ExerciseDocument,
  textOf: (region: Region, cell: DocumentCell) => string,
): Notebook {
  return {
    metadata: {
      gradlab: { exercise: document.slug, version: document.version },
      kernelspec: { display_name: 'TypeScript (gradlab)', language: 'typescript', name: 'gradlab' },
      language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
    },
    cells: document.cells.map((cell) =>
      notebookCell(
        cell,
        renderCell(cell, (region) => textOf(region, cell)),
      ),
    ),
    other: {},
  };
}

function notebookCell({ id, kind, role, tags, tasks }: DocumentCell, source: string): Cell {
  const metadata: Record<string, unknown> = {};
  if (role === 'given') Object.assign(metadata, { deletable: false, editable: false });
  if (role !== 'prose') metadata.gradlab = role === 'answer' ? { role, tasks } : { role };
  if (tags.length) metadata.tags = tags;
  return { ...codeCell(id, source, metadata), kind };
}
