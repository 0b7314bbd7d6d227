import type { DocumentCell } from './document-cell.js';
import { findAnswers } from './find-answers.js';
import type { Candidate, Note } from './match-cells.js';
import type { SubmittedCell } from './submitted-cell.js';

/** A written answer may stand in new text cells right below the cell that was meant for it, which says nothing. */
export function takeFollowingText(
  cells: readonly SubmittedCell[],
  wanted: readonly DocumentCell[],
  candidates: ReadonlyMap<string, Candidate[]>,
  note: Note,
): void {
  for (const cell of wanted) {
    if (cell.role !== 'answer' || cell.kind === 'code') continue;
    const found = candidates.get(cell.id)!;
    const last = found.at(-1);
    const isFilled = found.some(({ in: { rest }, source }) =>
      [...findAnswers(source ?? rest, cell).attempted.values()].some(Boolean),
    );
    if (!last || isFilled) continue;
    const texts: string[] = [];
    for (let at = last.in.at + 1; isOwnText(cells[at]); at++) {
      cells[at]!.claimedBy = cell.id;
      texts.push(cells[at]!.rest);
    }
    if (texts.length === 0) continue;
    last.source = texts.join('\n\n');
    note(cell.id, `the answer stood in ${texts.length === 1 ? 'a cell' : 'cells'} of its own`);
  }
}

const isOwnText = (cell: SubmittedCell | undefined) => cell !== undefined && !cell.isCode && cell.isFree;
