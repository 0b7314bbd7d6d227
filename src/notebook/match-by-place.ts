import { givenWords, isLike, LIKE_CELL } from './cell-likeness.js';
import { answerRange } from './cell-ranges.js';
import type { DocumentCell } from './document-cell.js';
import type { Candidate, Note } from './match-cells.js';
import { textOf, type SubmittedCell } from './submitted-cell.js';

/** Looks for answer cells that are missing between their neighbours: one cell that is like it, several that make it up
 * together, or, for a written answer, the text that stands there; then elsewhere: the only cell that is like it, or that
 * has its id. */
export function matchByPlace(
  cells: readonly SubmittedCell[],
  wanted: readonly DocumentCell[],
  candidates: ReadonlyMap<string, Candidate[]>,
  note: Note,
): void {
  for (const [index, cell] of wanted.entries()) {
    const own = candidates.get(cell.id)!;
    if (cell.role !== 'answer' || own.length > 0) continue;
    const after = last(wanted.slice(0, index), candidates);
    const before = first(wanted.slice(index + 1), candidates);
    const free = cells
      .slice(after + 1, before)
      .filter((other) => other.isFree && other.isCode === (cell.kind === 'code'));
    const parts = cell.kind === 'code' ? codeOf(free, cell) : free;
    if (parts.length > 0) {
      own.push(joined(parts, cell));
      note(
        cell.id,
        parts.length === 1 ? 'recognized by its place' : `put together from ${parts.length} cells`,
      );
      continue;
    }
    const elsewhere = cells.filter((other) => other.isFree && other.isCode === (cell.kind === 'code'));
    const like = elsewhere.filter((other) => isLike(other, cell, LIKE_CELL));
    const found = like.length === 1 ? like[0] : elsewhere.find((other) => other.cell.id === cell.id);
    if (!found) continue;
    own.push(joined([found], cell));
    if (found.cell.id !== cell.id) note(cell.id, 'recognized by its content');
  }
}

/** An answer cell whose given lines are not all there may have been split: tries it together with the student's own
 * cells next to it. */
export function joinSplitCells(
  cells: readonly SubmittedCell[],
  wanted: readonly DocumentCell[],
  candidates: ReadonlyMap<string, Candidate[]>,
  note: Note,
): void {
  for (const cell of wanted) {
    const own = candidates.get(cell.id)!;
    const only = own[0];
    if (cell.role !== 'answer' || cell.kind !== 'code' || own.length !== 1 || only!.source !== undefined)
      continue;
    if (answerRange(only!.in.rest, cell)) continue;
    const parts = windows(cells, only!.in.at).find((some) => answerRange(textOf(some), cell));
    if (!parts) continue;
    own[0] = { ...joined(parts, cell), in: only!.in };
    note(cell.id, `put together from ${parts.length} cells`);
  }
}

/** More cells than this are not put together. */
const MOST_PARTS = 4;

/** The cells around a place: it alone with the next ones, with the ones before, with both. */
function windows(cells: readonly SubmittedCell[], at: number): SubmittedCell[][] {
  const isOwn = (cell: SubmittedCell | undefined) => cell !== undefined && cell.isCode && cell.isFree;
  let from = at;
  while (at - from < MOST_PARTS - 1 && isOwn(cells[from - 1])) from--;
  let to = at;
  while (to - at < MOST_PARTS - 1 && isOwn(cells[to + 1])) to++;
  const all: SubmittedCell[][] = [];
  for (let start = at; start >= from; start--) {
    for (let end = at; end <= to; end++)
      if (end > start && end - start < MOST_PARTS) all.push(cells.slice(start, end + 1));
  }
  return all.sort((a, b) => a.length - b.length);
}

function codeOf(free: SubmittedCell[], cell: DocumentCell): SubmittedCell[] {
  const like = free.filter((other) => isLike(other, cell, LIKE_CELL));
  if (like.length === 1) return like;
  if (free.length > MOST_PARTS || (free.length === 1 && givenWords(cell).total > 0)) return [];
  return free.length > 0 && answerRange(textOf(free), cell) ? free : [];
}

function joined(parts: SubmittedCell[], cell: DocumentCell): Candidate {
  for (const part of parts) part.claimedBy = cell.id;
  return parts.length === 1 ? { in: parts[0]! } : { in: parts[0]!, source: textOf(parts) };
}

function last(wanted: readonly DocumentCell[], candidates: ReadonlyMap<string, Candidate[]>): number {
  return wanted.map(({ id }) => candidates.get(id)!.at(-1)?.in.at).findLast((at) => at !== undefined) ?? -1;
}

function first(
  wanted: readonly DocumentCell[],
  candidates: ReadonlyMap<string, Candidate[]>,
): number | undefined {
  return wanted.map(({ id }) => candidates.get(id)![0]?.in.at).find((at) => at !== undefined);
}
