import { coverage, givenWords } from './cell-likeness.js';
import { answerRange, givenRange } from './cell-ranges.js';
import type { DocumentCell } from './document-cell.js';
import type { SubmittedCell } from './submitted-cell.js';

/** A place where a released cell was found in a submission. */
export interface Candidate {
  in: SubmittedCell;
  /** If missing, all that has not been taken out of the cell. */
  source?: string;
}

/** Called with what was put right. */
export type Note = (cell: string, what: string) => void;

/** Finds the released cells in a submission: by id, then by content, then by likeness.
 * @returns By id, in the order of the submission. */
export function matchCells(cells: readonly SubmittedCell[], wanted: readonly DocumentCell[], note: Note): Map<string, Candidate[]> {
  const candidates = new Map<string, Candidate[]>(wanted.map(({ id }) => [id, []]));
  const add = (cell: DocumentCell, candidate: Candidate) => void candidates.get(cell.id)!.push(candidate);
  const isMissing = ({ id }: DocumentCell) => candidates.get(id)!.length === 0;
  const code = wanted.filter(({ kind }) => kind === 'code');

  matchById(cells, wanted, add);
  matchByContent(cells.filter((cell) => cell.isCode && !cell.claimedBy), code, add, note, isMissing);
  matchByContent(cells.filter((cell) => cell.isCode && cell.claimedBy), code.filter(isMissing), add, note, isMissing);
  matchByContent(cells.filter((cell) => !cell.isCode && !cell.claimedBy), code.filter(isMissing), add, note, isMissing);
  for (const cell of code.filter(isMissing)) {
    const likely = cells.filter((other) => !other.claimedBy && !other.isCut && isLike(other, cell, SAME_CELL));
    const best = likely.sort((a, b) => Number(b.isCode) - Number(a.isCode) || a.words.total - b.words.total)[0];
    if (!best) continue;
    claim(best, cell, add);
    note(cell.id, 'recognized by its content');
  }
  for (const found of candidates.values()) found.sort((a, b) => a.in.at - b.in.at);
  return candidates;
}

/** Share of the given words that a cell must have: to be another cell's copy, to be in its place, to keep its id. */
const SAME_CELL = 0.8;
export const LIKE_CELL = 0.4;
const KEEPS_ID = 0.3;
/** Fewer given words tell nothing about a cell. */
const TELLING_WORDS = 8;

type Add = (cell: DocumentCell, candidate: Candidate) => void;

function claim(found: SubmittedCell, cell: DocumentCell, add: Add): void {
  found.claimedBy = cell.id;
  add(cell, { in: found });
}

/** An id alone is not believed where the text is something else altogether. */
function matchById(cells: readonly SubmittedCell[], wanted: readonly DocumentCell[], add: Add): void {
  const byId = new Map(wanted.map((cell) => [cell.id, cell]));
  for (const found of cells) {
    const cell = found.cell.id === undefined ? undefined : byId.get(found.cell.id);
    if (!cell) continue;
    const isTelling = cell.kind === 'code' && givenWords(cell).total >= TELLING_WORDS && found.cell.source.trim() !== '';
    if (!isTelling || isLike(found, cell, KEEPS_ID)) claim(found, cell, add);
  }
}

/** Cells that hold the given lines as they were released: copies, moved cells, cells merged into others. */
function matchByContent(cells: readonly SubmittedCell[], wanted: readonly DocumentCell[], add: Add, note: Note, isMissing: (cell: DocumentCell) => boolean): void {
  for (const found of cells) {
    for (const cell of wanted) {
      if (found.words.total < SAME_CELL * givenWords(cell).total || !isLike(found, cell, SAME_CELL)) continue;
      const range = cell.role === 'answer' ? answerRange(found.cell.source, cell) : givenRange(found.cell.source, cell, { whole: givenWords(cell).total < TELLING_WORDS });
      if (!range || found.overlaps(range)) continue;
      if (isMissing(cell)) note(cell.id, found.claimedBy ? `found in the cell ${found.claimedBy}` : 'recognized by its content');
      found.cut(range);
      add(cell, { in: found, source: found.cell.source.slice(range.start, range.end) });
    }
  }
}

/** A cell has this share of the words of the given lines. */
export function isLike(found: SubmittedCell, cell: DocumentCell, share: number): boolean {
  return coverage(found.words, givenWords(cell)) >= share;
}
