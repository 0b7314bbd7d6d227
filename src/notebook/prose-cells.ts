import type { ExerciseDocument } from './exercise-document.js';
import type { Cell } from './notebook.js';

/** Keeps the cells of a submission that can hold something of the student's: not the texts of the exercise, known by
 * id or by what they say. Text that has been turned into code is kept, and text that has been written into. */
export function proseFilter({ cells }: ExerciseDocument): (cell: Cell) => boolean {
  const prose = cells.filter(({ role, kind }) => role === 'prose' && kind !== 'code');
  const released = new Map(prose.map(({ id, starterSource }) => [id, bare(starterSource)]));
  const otherIds = new Set(cells.map(({ id }) => id).filter((id) => !released.has(id)));
  const texts = new Set(prose.map(({ starterSource }) => bare(starterSource)));
  const longest = Math.max(0, ...prose.map(({ starterSource }) => starterSource.length));
  const isReleased = (text: string) => text.length <= 2 * longest && texts.has(bare(text));
  const hasGrown = (id: string, text: string) =>
    text.length > 2 * longest || bare(text).length > released.get(id)!.length + LEAST_ANSWER;
  return ({ id = '', kind, source }) =>
    kind === 'code' || otherIds.has(id) || (released.has(id) ? hasGrown(id, source) : !isReleased(source));
}

/** In characters: what editors change of a text is less. */
const LEAST_ANSWER = 15;

/** Of a text of ordinary length: putting together what is left of a long one takes a hundred times its room. */
const bare = (text: string) => text.replace(/\s+/g, ' ').trim();
