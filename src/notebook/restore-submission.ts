import { ADDED } from './added-cells.js';
import { addedDeclarations } from './added-declarations.js';
import { chooseCopy } from './choose-copy.js';
import type { DocumentCell } from './document-cell.js';
import type { ExerciseDocument } from './exercise-document.js';
import { takeNeighbours } from './neighbour-cells.js';
import { joinSplitCells, matchByPlace } from './match-by-place.js';
import { matchCells, type Candidate, type Note } from './match-cells.js';
import type { CellKind, Notebook } from './notebook.js';
import { proseFilter } from './prose-cells.js';
import { submittedCells, type SubmittedCell } from './submitted-cell.js';

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
export function restoreSubmission(
  submission: Notebook,
  document: ExerciseDocument,
): { cells: RestoredCell[]; notes: Restoration[] } {
  const notes: Restoration[] = [];
  const note: Note = (cell, what) => void notes.push({ cell, what });
  const wanted = document.cells.filter(({ role, kind }) => role === 'answer' || kind === 'code');
  const cells = submittedCells(submission.cells.filter(proseFilter(document)));
  const candidates = matchCells(cells, wanted, note);
  matchByPlace(cells, wanted, candidates, note);
  joinSplitCells(cells, wanted, candidates, note);
  takeNeighbours(cells, wanted, candidates, note);

  const ids = new Set(cells.map(({ cell }) => cell.id));
  const places = new Map<SubmittedCell, string>();
  const restored = new Map<string, RestoredCell[]>();
  for (const cell of wanted) {
    const found = candidates.get(cell.id)!;
    const { source, place, declarations } =
      cell.role === 'answer'
        ? restoredAnswer(cell, found, note)
        : restoredGiven(cell, found, { ids, wanted, note });
    restored.set(cell.id, [
      { id: cell.id, kind: cell.kind, origin: cell.role === 'answer' ? 'answer' : 'given', source },
      ...(declarations ? [{ id: '', kind: 'code', origin: 'added', source: declarations } as const] : []),
    ]);
    if (place && !places.has(place)) places.set(place, cell.id);
  }
  noteMoved(cells, places, wanted, note);
  const isPutBack = ({ id, role }: DocumentCell) => role === 'answer' && candidates.get(id)!.length === 0;
  return { cells: withAddedCells(cells, places, wanted, { restored, isPutBack, note }), notes };
}

interface Restored {
  source: string;
  /** The submitted cell that it is. */
  place: SubmittedCell | undefined;
  /** Declarations that were written into a given cell, for a cell of their own. */
  declarations?: string;
}

function restoredAnswer(cell: DocumentCell, found: Candidate[], note: Note): Restored {
  if (found.length === 0) {
    note(cell.id, 'deleted answer cell put back, unfilled');
    return { source: cell.starterSource, place: undefined };
  }
  const { source, index } = chooseCopy(cell, found.map(sourceOf), note);
  const place = found[index]!.in;
  noteKind(cell, place, note);
  return { source, place };
}

function restoredGiven(
  cell: DocumentCell,
  found: Candidate[],
  { ids, wanted, note }: { ids: ReadonlySet<string | undefined>; wanted: DocumentCell[]; note: Note },
): Restored {
  const { id, starterSource } = cell;
  if (found.length === 0) note(id, `${ids.has(id) ? 'changed' : 'deleted'} given cell put back`);
  if (found.length > 1) note(id, `${found.length} copies found: it runs once`);
  const declarations = new Map<string, string>();
  for (const candidate of found) {
    const given = sourceOf(candidate);
    if (candidate.source !== undefined || given.trim() === starterSource.trim()) {
      noteKind(cell, candidate.in, note);
      continue;
    }
    if (declarations.size < MOST_CHANGED && !declarations.has(given))
      declarations.set(given, addedDeclarations(given, cell, wanted));
    const isMore = Boolean(declarations.get(given));
    note(id, `changed given cell put back${isMore ? '; what it declares beside is kept' : ''}`);
  }
  const own = [...new Set(declarations.values())].filter((text) => text !== '');
  return { source: starterSource, place: found[0]?.in, declarations: own.join('\n') };
}

/** More copies of a given cell, each changed in another way, are not looked into. */
const MOST_CHANGED = 20;

function noteKind({ id, kind }: DocumentCell, { cell }: SubmittedCell, note: Note): void {
  if (cell.kind !== kind) note(id, `${cell.kind} cell read as ${kind} again`);
}

const sourceOf = ({ in: found, source }: Candidate) => source ?? found.rest;

/** Each of the student's own cells follows the released cell that it followed, and those that were missing after that: it may say
 * anew what they would have said. */
function withAddedCells(
  cells: SubmittedCell[],
  places: ReadonlyMap<SubmittedCell, string>,
  wanted: DocumentCell[],
  {
    restored,
    isPutBack,
    note,
  }: {
    restored: ReadonlyMap<string, RestoredCell[]>;
    isPutBack: (cell: DocumentCell) => boolean;
    note: Note;
  },
): RestoredCell[] {
  const before: RestoredCell[] = [];
  const order = new Map(wanted.map(({ id }, at) => [id, at]));
  let at = -1;
  for (const cell of cells) {
    const id = places.get(cell);
    if (id !== undefined) at = order.get(id)!;
    if (!cell.isCode || !cell.isFree) continue;
    while (wanted[at + 1] && isPutBack(wanted[at + 1]!)) at++;
    const anchor = at < 0 ? before : restored.get(wanted[at]!.id)!;
    anchor.push({ id: '', kind: 'code', origin: 'added', source: cell.rest });
    if (id !== undefined) note(id, 'the code that was written into its cell runs in a cell of its own');
  }
  let count = 0;
  return [before, ...wanted.map(({ id }) => restored.get(id)!)]
    .flat()
    .map((cell) => (cell.origin === 'added' ? { ...cell, id: `${ADDED}${++count}` } : cell));
}

function noteMoved(
  cells: SubmittedCell[],
  places: ReadonlyMap<SubmittedCell, string>,
  wanted: DocumentCell[],
  note: Note,
): void {
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
