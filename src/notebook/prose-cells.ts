import type { ExerciseDocument } from './exercise-document.js';
import type { Cell } from './notebook.js';

/** Keeps the cells of a submission that can hold something of the student's: not the texts of the exercise, known by
 * id or by what they say. Text that has been turned into code is kept. */
export function proseFilter({ cells }: ExerciseDocument): (cell: Cell) => boolean {
  const prose = cells.filter(({ role, kind }) => role === 'prose' && kind !== 'code');
  const ids = new Set(prose.map(({ id }) => id));
  const otherIds = new Set(cells.map(({ id }) => id).filter((id) => !ids.has(id)));
  const texts = new Set(prose.map(({ starterSource }) => bare(starterSource)));
  return ({ id = '', kind, source }) =>
    kind === 'code' || otherIds.has(id) || !(ids.has(id) || texts.has(bare(source)));
}

const bare = (text: string) => text.replace(/\s+/g, ' ').trim();
