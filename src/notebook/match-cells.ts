import { isLike, SAME_CELL } from './cell-likeness.js';
import type { DocumentCell } from './document-cell.js';
import { matchByContent } from './match-by-content.js';
import { disown, matchById } from './match-by-id.js';
import type { SubmittedCell } from './submitted-cell.js';

/** A place where a released cell was found in a submission. */
export interface Candidate {
  in: SubmittedCell;
  /** If missing, all that has not been taken out of the cell. */
  source?: string;
}

/** Called with each place that was found. */
export type Add = (cell: DocumentCell, candidate: Candidate) => void;

/** Called with what was put right. */
export type Note = (cell: string, what: string) => void;

/** Finds the released cells in a submission: by id, then by content, then by likeness.
 * @returns By id, in the order of the submission. */
export function matchCells(
  cells: readonly SubmittedCell[],
  wanted: readonly DocumentCell[],
  note: Note,
): Map<string, Candidate[]> {
  const candidates = new Map<string, Candidate[]>(wanted.map(({ id }) => [id, []]));
  const add = (cell: DocumentCell, candidate: Candidate) => void candidates.get(cell.id)!.push(candidate);
  const isMissing = ({ id }: DocumentCell) => candidates.get(id)!.length === 0;
  const code = wanted.filter(({ kind }) => kind === 'code');

  matchById(cells, wanted, candidates, add);
  matchByContent(
    cells.filter((cell) => cell.isCode && !cell.claimedBy),
    code,
    add,
    note,
    isMissing,
  );
  matchByContent(
    cells.filter((cell) => cell.claimedBy),
    code.filter(isMissing),
    add,
    note,
    isMissing,
  );
  matchByContent(disown(candidates, code), code, add, note, isMissing);
  matchByContent(
    cells.filter((cell) => !cell.isCode && !cell.claimedBy),
    code.filter(isMissing),
    add,
    note,
    isMissing,
  );
  for (const cell of code.filter(isMissing)) {
    const likely = cells.filter((other) => other.isFree && isLike(other, cell, SAME_CELL));
    const best = likely.sort(
      (a, b) => Number(b.isCode) - Number(a.isCode) || a.words.total - b.words.total,
    )[0];
    if (!best) continue;
    best.claimedBy = cell.id;
    add(cell, { in: best });
    note(cell.id, 'recognized by its content');
  }
  for (const found of candidates.values()) found.sort((a, b) => a.in.at - b.in.at);
  return candidates;
}
