import { givenWords } from './cell-likeness.js';
import type { DocumentCell } from './document-cell.js';
import { findAnswers } from './find-answers.js';
import type { Candidate, Note } from './match-cells.js';
import { textOf, type SubmittedCell } from './submitted-cell.js';

/** An answer that has a cell for itself may stand in new cells beside that, which says nothing, and a written one may go on there. */
export function takeNeighbours(
  cells: readonly SubmittedCell[],
  wanted: readonly DocumentCell[],
  candidates: ReadonlyMap<string, Candidate[]>,
  note: Note,
): void {
  for (const cell of wanted) {
    if (cell.role !== 'answer' || (cell.kind === 'code' && givenWords(cell).total > 0)) continue;
    const found = candidates.get(cell.id)!;
    const last = found.at(-1);
    if (!last) continue;
    const isFilled = found.some(({ in: { rest }, source }) =>
      [...findAnswers(source ?? rest, cell).attempted.values()].some(Boolean),
    );
    if (isFilled && cell.kind === 'code') continue;
    const below = ownCells(cells, last.in.at, 1, cell);
    const parts = below.length || isFilled ? below : ownCells(cells, found[0]!.in.at, -1, cell).reverse();
    if (parts.length === 0) continue;
    for (const part of parts) part.claimedBy = cell.id;
    last.source = isFilled ? `${last.source ?? last.in.rest}\n\n${textOf(parts)}` : textOf(parts);
    const where = parts.length === 1 ? 'a cell' : 'cells';
    note(
      cell.id,
      isFilled ? `the answer goes on in ${where} below` : `the answer stood in ${where} of its own`,
    );
  }
}

/** The student's own next to a place, from there on. */
function ownCells(
  cells: readonly SubmittedCell[],
  from: number,
  step: 1 | -1,
  { kind }: DocumentCell,
): SubmittedCell[] {
  const own: SubmittedCell[] = [];
  for (let at = from + step; ; at += step) {
    const cell = cells[at];
    if (!cell || cell.isCode !== (kind === 'code') || !cell.isFree) return own;
    own.push(cell);
  }
}
