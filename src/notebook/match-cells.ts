import { coverage, givenWords } from './cell-likeness.js';
import { answerRange, givenRange } from './cell-ranges.js';
import type { DocumentCell } from './document-cell.js';
import type { SourceRange } from './find-answers.js';
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

  matchById(cells, wanted, candidates, add);
  matchByContent(cells.filter((cell) => cell.isCode && !cell.claimedBy), code, add, note, isMissing);
  matchByContent(cells.filter((cell) => cell.claimedBy), code.filter(isMissing), add, note, isMissing);
  matchByContent(disown(candidates, code), code, add, note, isMissing);
  matchByContent(cells.filter((cell) => !cell.isCode && !cell.claimedBy), code.filter(isMissing), add, note, isMissing);
  for (const cell of code.filter(isMissing)) {
    const likely = cells.filter((other) => other.isFree && isLike(other, cell, SAME_CELL));
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
function matchById(cells: readonly SubmittedCell[], wanted: readonly DocumentCell[], candidates: ReadonlyMap<string, Candidate[]>, add: Add): void {
  const byId = new Map(wanted.map((cell) => [cell.id, cell]));
  for (const found of cells) {
    const cell = found.cell.id === undefined ? undefined : byId.get(found.cell.id);
    if (!cell || (!found.isSearched && candidates.get(cell.id)!.length >= MOST_UNSEARCHED)) continue;
    const given = cell.role === 'answer' || !found.isSearched ? undefined : givenRange(found.rest, cell, { whole: false });
    if (given) add(cell, { in: found, source: found.take(given) });
    else if (keepsId(found, cell)) claim(found, cell, add);
  }
}

function keepsId(found: SubmittedCell, cell: DocumentCell): boolean {
  const isTelling = cell.kind === 'code' && givenWords(cell).total >= TELLING_WORDS && found.isSearched && found.rest.trim() !== '';
  return !isTelling || isLike(found, cell, KEEPS_ID);
}

/** Cells that had their ids for what has been taken out of them. */
function disown(candidates: Map<string, Candidate[]>, wanted: readonly DocumentCell[]): SubmittedCell[] {
  const disowned: SubmittedCell[] = [];
  for (const cell of wanted) {
    const kept = candidates.get(cell.id)!.filter(({ in: found, source }) => {
      const isKept = source !== undefined || !found.isCut || (found.rest !== '' && keepsId(found, cell));
      if (!isKept) disowned.push(found);
      return isKept;
    });
    candidates.set(cell.id, kept);
  }
  for (const found of disowned) found.claimedBy = undefined;
  return disowned;
}

/** Cells that hold the given lines as they were released: copies, moved cells, cells merged into others. */
function matchByContent(cells: readonly SubmittedCell[], wanted: readonly DocumentCell[], add: Add, note: Note, isMissing: (cell: DocumentCell) => boolean): void {
  for (const found of cells) {
    for (let copies = 0; copies < MOST_COPIES; copies++) {
      const match = firstReleased(found, wanted);
      if (!match) break;
      const { cell, range } = match;
      if (isMissing(cell)) note(cell.id, found.claimedBy ? `found in the cell ${found.claimedBy}` : 'recognized by its content');
      add(cell, { in: found, source: found.take(range) });
    }
  }
}

/** With so many already, a cell that is too long to be searched is no further copy. */
const MOST_UNSEARCHED = 3;

/** More copies in one cell are not looked for. */
const MOST_COPIES = 20;

function firstReleased(found: SubmittedCell, wanted: readonly DocumentCell[]): { cell: DocumentCell; range: SourceRange } | undefined {
  for (const cell of wanted) {
    if (!isLike(found, cell, SAME_CELL)) continue;
    const range = cell.role === 'answer' ? answerRange(found.rest, cell) : givenRange(found.rest, cell, { whole: givenWords(cell).total < TELLING_WORDS });
    if (range) return { cell, range };
  }
  return undefined;
}

/** A cell has this share of the words of the given lines. */
export function isLike(found: SubmittedCell, cell: DocumentCell, share: number): boolean {
  return coverage(found.words, givenWords(cell)) >= share;
}
