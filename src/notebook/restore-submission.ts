import { givenRange } from './cell-ranges.js';
import { chooseCopy } from './choose-copy.js';
import type { DocumentCell } from './document-cell.js';
import type { ExerciseDocument } from './exercise-document.js';
import { joinSplitCells, matchByPlace } from './match-by-place.js';
import { matchCells, type Candidate, type Note } from './match-cells.js';
import type { Cell, CellKind, Notebook } from './notebook.js';
import { proseFilter } from './prose-cells.js';
import { SubmittedCell } from './submitted-cell.js';
import { takeFollowingText } from './written-answers.js';

/** A cell to grade, in the order of the release. */
export interface RestoredCell {
  id: string;
  kind: CellKind;
  /** `added`: the student's own cell. */
  origin: 'given' | 'answer' | 'added';
  source: string;
}

/** Something that was put right before grading. */
export interface Restoration {
  cell: string;
  what: string;
}

/** Puts a submission back into the form of its starter: given cells as released, answers in their places, the
 * student's own cells after the cell that they followed.
 *
 * Cells are known by id, then by content, then by place; their metadata say nothing. Whatever a submission holds, this
 * does not throw. */
export function restoreSubmission(submission: Notebook, document: ExerciseDocument): { cells: RestoredCell[]; notes: Restoration[] } {
  const notes: Restoration[] = [];
  const note: Note = (cell, what) => void notes.push({ cell, what });
  const wanted = document.cells.filter(({ role, kind }) => role === 'answer' || kind === 'code');
  const cells = submission.cells.filter(proseFilter(document)).map((cell, at) => new SubmittedCell(cell, at));
  const candidates = matchCells(cells, wanted, note);
  matchByPlace(cells, wanted, candidates, note);
  joinSplitCells(cells, wanted, candidates, note);
  takeFollowingText(cells, wanted, candidates, note);

  const places = new Map<SubmittedCell, string>();
  const restored = new Map<string, RestoredCell[]>();
  for (const cell of wanted) {
    const found = candidates.get(cell.id)!;
    const { cells: own, place } = cell.role === 'answer' ? restoredAnswer(cell, found, note) : restoredGiven(cell, found, note);
    restored.set(cell.id, own);
    if (place) places.set(place, cell.id);
  }
  noteMoved(cells, places, wanted, note);
  return { cells: withAddedCells(cells, places, wanted, restored), notes };
}

interface Restored {
  cells: RestoredCell[];
  /** The submitted cell that it is. */
  place: SubmittedCell | undefined;
}

function restoredAnswer(cell: DocumentCell, found: Candidate[], note: Note): Restored {
  const { id, kind } = cell;
  if (found.length === 0) {
    note(id, 'deleted answer cell put back, unfilled');
    return { cells: [{ id, kind, origin: 'answer', source: cell.starterSource }], place: undefined };
  }
  const { source, index } = chooseCopy(cell, found.map(sourceOf), note);
  const place = found[index]!.in;
  if (place.cell.kind !== kind) note(id, `${place.cell.kind} cell read as ${kind} again`);
  return { cells: [{ id, kind, origin: 'answer', source }], place };
}

/** As released. What a student has written into it, if it is still whole, runs as a cell of the student's own. */
function restoredGiven(cell: DocumentCell, found: Candidate[], note: Note): Restored {
  const { id, kind, starterSource } = cell;
  const given: RestoredCell = { id, kind, origin: 'given', source: starterSource };
  if (found.length === 0) note(id, 'deleted given cell put back');
  if (found.length > 1) note(id, `${found.length} copies found: it runs once`);
  const cells = [given];
  for (const candidate of found) {
    const source = sourceOf(candidate);
    const range = givenRange(source, cell, { whole: false });
    if (!range) {
      if (source.trim() !== '' || starterSource.trim() !== '') note(id, 'changed given cell put back');
      continue;
    }
    if (candidate.in.cell.kind !== kind) note(id, `${candidate.in.cell.kind} cell read as ${kind} again`);
    const extra = restOf(source, range);
    if (extra === '') continue;
    note(id, 'given cell put back; the code that was written into it runs in a cell of its own');
    cells.push({ id: '', kind: 'code', origin: 'added', source: extra });
  }
  return { cells, place: found[0]?.in };
}

function restOf(source: string, range: { start: number; end: number }): string {
  const piece = new SubmittedCell({ source } as Cell, 0);
  piece.cut(range);
  return piece.rest;
}

const sourceOf = ({ in: found, source }: Candidate) => source ?? found.rest;

/** Each of the student's own cells follows the released cell that it followed. */
function withAddedCells(cells: SubmittedCell[], places: ReadonlyMap<SubmittedCell, string>, wanted: DocumentCell[], restored: ReadonlyMap<string, RestoredCell[]>): RestoredCell[] {
  const before: RestoredCell[] = [];
  let anchor = before;
  for (const cell of cells) {
    const id = places.get(cell);
    if (id !== undefined) anchor = restored.get(id)!;
    const source = cell.isCode && !cell.claimedBy ? cell.rest : '';
    if (source.trim() !== '') anchor.push({ id: '', kind: 'code', origin: 'added', source });
  }
  let count = 0;
  return [before, ...wanted.map(({ id }) => restored.get(id)!)].flat().map((cell) => (cell.origin === 'added' ? { ...cell, id: `added-${++count}` } : cell));
}

function noteMoved(cells: SubmittedCell[], places: ReadonlyMap<SubmittedCell, string>, wanted: DocumentCell[], note: Note): void {
  const order = new Map(wanted.map(({ id }, at) => [id, at]));
  let highest = -1;
  for (const cell of cells) {
    const id = places.get(cell);
    if (id === undefined) continue;
    const at = order.get(id)!;
    if (at < highest) note(id, 'moved cell put back into its place');
    highest = Math.max(highest, at);
  }
}
