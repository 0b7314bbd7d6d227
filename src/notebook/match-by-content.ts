import { givenWords, isLike, SAME_CELL, TELLING_WORDS } from './cell-likeness.js';
import { answerRange, givenRange } from './cell-ranges.js';
import type { DocumentCell } from './document-cell.js';
import type { SourceRange } from './find-answers.js';
import type { Add, Note } from './match-cells.js';
import type { SubmittedCell } from './submitted-cell.js';

/** More copies in one cell are not looked for. */
const MOST_COPIES = 20;

/** Cells that hold the given lines as they were released: copies, moved cells, cells merged into others. */
export function matchByContent(
  cells: readonly SubmittedCell[],
  wanted: readonly DocumentCell[],
  add: Add,
  note: Note,
  isMissing: (cell: DocumentCell) => boolean,
): void {
  for (const found of cells) {
    for (let copies = 0; copies < MOST_COPIES; copies++) {
      const match = firstReleased(found, wanted);
      if (!match) break;
      const { cell, range } = match;
      if (isMissing(cell))
        note(cell.id, found.claimedBy ? `found in the cell ${found.claimedBy}` : 'recognized by its content');
      add(cell, { in: found, source: found.take(range) });
    }
  }
}

function firstReleased(
  found: SubmittedCell,
  wanted: readonly DocumentCell[],
): { cell: DocumentCell; range: SourceRange } | undefined {
  for (const cell of wanted) {
    if (!isLike(found, cell, SAME_CELL)) continue;
    const range =
      cell.role === 'answer'
        ? answerRange(found.rest, cell)
        : givenRange(found.rest, cell, { whole: givenWords(cell).total < TELLING_WORDS });
    if (range) return { cell, range };
  }
  return undefined;
}
