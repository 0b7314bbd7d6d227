import type { DocumentCell, ExerciseDocument } from './exercise-document.js';
import { findAnswers } from './find-answers.js';
import type { Cell, CellKind, Notebook } from './notebook.js';
import { significantTokens } from './tokens.js';

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
 * Cells are known by id, then by content, then by place. Whatever a submission holds, this does not throw. */
export function restoreSubmission(submission: Notebook, document: ExerciseDocument): { cells: RestoredCell[]; notes: Restoration[] } {
  const notes: Restoration[] = [];
  const note = (cell: string, what: string) => void notes.push({ cell, what });
  const wanted = document.cells.filter(({ role, kind }) => role === 'answer' || kind === 'code');
  const ignored = new Set(document.cells.filter((cell) => !wanted.includes(cell)).map(({ id }) => id));
  const left = submission.cells.filter(({ id, kind }) => !(id !== undefined && ignored.has(id) && kind !== 'code'));
  const { matches, added } = matchCells(left, wanted, note);

  const after = new Map<string | undefined, RestoredCell[]>();
  let anchor: string | undefined;
  let addedCount = 0;
  const placeOf = new Map([...matches].map(([id, cell]) => [cell, id]));
  for (const cell of left) {
    anchor = placeOf.get(cell) ?? anchor;
    if (!added.has(cell) || cell.kind !== 'code' || cell.source.trim() === '') continue;
    const id = `added-${++addedCount}`;
    after.set(anchor, [...(after.get(anchor) ?? []), { id, kind: 'code', origin: 'added', source: cell.source }]);
  }
  noteMoved(left, placeOf, wanted, note);
  const cells = wanted.flatMap((cell): RestoredCell[] => [restored(cell, matches.get(cell.id), note), ...(after.get(cell.id) ?? [])]);
  return { cells: [...(after.get(undefined) ?? []), ...cells], notes };
}

type Note = (cell: string, what: string) => void;

function restored(cell: DocumentCell, submitted: Cell | undefined, note: Note): RestoredCell {
  const { id, kind, role, starterSource } = cell;
  if (role !== 'answer') {
    if (!submitted) note(id, 'deleted given cell put back');
    else if (bare(submitted.source) !== bare(starterSource)) note(id, 'changed given cell put back');
    return { id, kind, origin: 'given', source: starterSource };
  }
  if (!submitted) {
    note(id, 'deleted answer cell put back, unfilled');
    return { id, kind, origin: 'answer', source: starterSource };
  }
  if (submitted.kind !== kind) note(id, `${submitted.kind} cell read as ${kind} again`);
  return { id, kind, origin: 'answer', source: submitted.source };
}

interface Matching {
  matches: Map<string, Cell>;
  /** Cells of the student's own. */
  added: Set<Cell>;
}

function matchCells(cells: Cell[], wanted: DocumentCell[], note: Note): Matching {
  const matches = new Map<string, Cell>();
  const left = new Set(cells);
  const take = (cell: DocumentCell, candidates: Cell[]) => {
    if (candidates.length === 0) return;
    matches.set(cell.id, bestCopy(cell, candidates));
    for (const candidate of candidates) left.delete(candidate);
    if (candidates.length > 1) note(cell.id, `${candidates.length} copies found: the last one that was filled counts`);
  };
  for (const cell of wanted) take(cell, cells.filter(({ id }) => id === cell.id));
  for (const cell of wanted) {
    const likely = [...left].filter((candidate) => candidate.kind === 'code' && similarity(candidate.source, cell) >= SAME_CELL);
    const known = matches.get(cell.id);
    const copies = likely.filter((candidate) => bestMatch(candidate, wanted) === cell);
    if (copies.length === 0) continue;
    if (!known && copies.every(({ id }) => id !== undefined)) note(cell.id, 'recognized by its content');
    take(cell, known ? inOrder(cells, [known, ...copies]) : copies);
  }
  matchByPlace(cells, wanted, matches, left, note);
  return { matches, added: left };
}

/** An answer cell that was not found takes the one unknown code cell between its neighbours, if that is there. */
function matchByPlace(cells: Cell[], wanted: DocumentCell[], matches: Map<string, Cell>, left: Set<Cell>, note: Note): void {
  for (const [at, cell] of wanted.entries()) {
    if (cell.role !== 'answer' || cell.kind !== 'code' || matches.has(cell.id)) continue;
    const before = wanted.slice(0, at).map(({ id }) => matches.get(id)).filter((match) => match !== undefined).at(-1);
    const after = wanted.slice(at + 1).map(({ id }) => matches.get(id)).find((match) => match !== undefined);
    const from = before ? cells.indexOf(before) + 1 : 0;
    const to = after ? cells.indexOf(after) : cells.length;
    const candidates = cells.slice(from, to).filter((candidate) => left.has(candidate) && candidate.kind === 'code' && similarity(candidate.source, cell) >= LIKE_CELL);
    if (candidates.length !== 1) continue;
    matches.set(cell.id, candidates[0]!);
    left.delete(candidates[0]!);
    note(cell.id, 'recognized by its place');
  }
}

/** Share of the starter's given tokens that a cell must have, in order, to count as that cell. */
const SAME_CELL = 0.8;
const LIKE_CELL = 0.4;

function bestMatch(cell: Cell, wanted: DocumentCell[]): DocumentCell | undefined {
  let best: DocumentCell | undefined;
  let bestScore = 0;
  for (const candidate of wanted) {
    if (candidate.kind !== 'code') continue;
    const score = similarity(cell.source, candidate);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

/** Share of the given tokens of a starter cell that a source has, in order; 0 if it is mostly something else. */
function similarity(source: string, { given, kind }: DocumentCell): number {
  if (kind !== 'code') return 0;
  const wanted = significantTokens(given.join('\n')).map(({ text }) => text);
  const tokens = significantTokens(source).map(({ text }) => text);
  if (wanted.length === 0 || tokens.length > 5000) return 0;
  const common = longestCommonSubsequence(wanted, tokens);
  const foreign = tokens.length - common;
  return foreign > 3 * wanted.length + 100 ? 0 : common / wanted.length;
}

function longestCommonSubsequence(a: string[], b: string[]): number {
  let row = new Uint16Array(b.length + 1);
  for (const text of a) {
    const next = new Uint16Array(b.length + 1);
    for (let at = 0; at < b.length; at++) next[at + 1] = b[at] === text ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!);
    row = next;
  }
  return row[b.length]!;
}

/** Of several copies the last one that was filled; else the first. */
function bestCopy(cell: DocumentCell, copies: Cell[]): Cell {
  if (cell.role !== 'answer') return copies.find(({ source }) => bare(source) === bare(cell.starterSource)) ?? copies[0]!;
  const filled = copies.filter(({ source }) => [...findAnswers(source, cell).attempted.values()].some(Boolean));
  return filled.at(-1) ?? copies[0]!;
}

const inOrder = (cells: Cell[], some: Cell[]) => cells.filter((cell) => some.includes(cell));

function noteMoved(cells: Cell[], placeOf: ReadonlyMap<Cell, string>, wanted: DocumentCell[], note: Note): void {
  const order = new Map(wanted.map(({ id }, at) => [id, at]));
  let highest = -1;
  for (const cell of cells) {
    const id = placeOf.get(cell);
    const at = id === undefined ? undefined : order.get(id);
    if (at === undefined) continue;
    if (at < highest) note(id!, 'moved cell put back into its place');
    highest = Math.max(highest, at);
  }
}

/** Outer white space and line ends do not make a change. */
const bare = (text: string) => text.replace(/[ \t]+$/gm, '').trim();
