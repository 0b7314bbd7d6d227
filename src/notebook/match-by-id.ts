import { givenWords, isLike, TELLING_WORDS } from './cell-likeness.js';
import { givenRange } from './cell-ranges.js';
import type { DocumentCell } from './document-cell.js';
import type { Add, Candidate } from './match-cells.js';
import type { SubmittedCell } from './submitted-cell.js';

/** Share of the given words that a cell must have to keep its id. */
const KEEPS_ID = 0.3;

/** With so many already, a cell that is too long to be searched is no further copy. */
const MOST_UNSEARCHED = 3;

/** An id alone is not believed where the text is something else altogether. */
export function matchById(
  cells: readonly SubmittedCell[],
  wanted: readonly DocumentCell[],
  candidates: ReadonlyMap<string, Candidate[]>,
  add: Add,
): void {
  const byId = new Map(wanted.map((cell) => [cell.id, cell]));
  for (const found of cells) {
    const cell = found.cell.id === undefined ? undefined : byId.get(found.cell.id);
    if (!cell || (!found.isSearched && candidates.get(cell.id)!.length >= MOST_UNSEARCHED)) continue;
    const given =
      cell.role === 'answer' || !found.isSearched
        ? undefined
        : givenRange(found.rest, cell, { whole: false });
    if (given) add(cell, { in: found, source: found.take(given) });
    else if (keepsId(found, cell)) {
      found.claimedBy = cell.id;
      add(cell, { in: found });
    }
  }
}

function keepsId(found: SubmittedCell, cell: DocumentCell): boolean {
  const isTelling =
    cell.kind === 'code' &&
    givenWords(cell).total >= TELLING_WORDS &&
    found.isSearched &&
    found.rest.trim() !== '';
  return !isTelling || isLike(found, cell, KEEPS_ID);
}

/** Cells that had their ids for what has been taken out of them. */
export function disown(
  candidates: Map<string, Candidate[]>,
  wanted: readonly DocumentCell[],
): SubmittedCell[] {
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
