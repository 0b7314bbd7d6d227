import { align, alignStatements, matchesAt, type TokenRange } from './align.js';
import type { DocumentCell } from './document-cell.js';
import { givenTokens, type GivenTokens } from './given-tokens.js';
import { WRITTEN_STUB } from './render-cell.js';
import { significantTokens } from './significant-tokens.js';
import type { Token } from './tokens.js';

/** A range of a submitted source: `end` is not in it. */
export interface SourceRange {
  start: number;
  end: number;
}

/** A student's answer in a cell; its range is all that stands between the given lines. */
interface FoundAnswer extends SourceRange {
  /** From its first token to its last. */
  text: string;
}

/** The answers of one submitted cell.
 *
 * `separable`: all given lines are there, so that each answer can be told apart. `unit`: given lines were
 * changed; the tasks of the cell are taken, run and replaced together. */
export type FoundAnswers = SeparableAnswers | (Attempted & { kind: 'unit' });

type SeparableAnswers = Attempted & {
  kind: 'separable';
  /** Nothing stands between given lines that was not there. */
  isAsGiven: boolean;
  answers: ReadonlyMap<string, FoundAnswer>;
  extent: SourceRange;
};

interface Attempted {
  /** By task: false only if its place is unchanged. */
  attempted: ReadonlyMap<string, boolean>;
}

/** Longer cells, in characters, are not taken apart: they are units. */
export const LONGEST_CODE = 250_000;

/** Finds the answers by aligning the tokens of the starter with those of the submitted cell, so that formatters,
 * comments and line ends do no harm. Code that the student put before or after the given lines is no part of them:
 * `extent` leaves it out. Between given lines, statements may have been put in, such as one that prints. */
export function findAnswers(source: string, cell: DocumentCell): FoundAnswers {
  return findApart(source, cell) ?? findUnit(source, cell);
}

/** As `findAnswers` does, where each answer can be told apart. */
export function findApart(source: string, cell: DocumentCell): SeparableAnswers | undefined {
  if (cell.kind !== 'code') return findWritten(source, cell);
  return findAsGiven(source, cell) ?? findWithMore(source, cell);
}

function findAsGiven(source: string, cell: DocumentCell): SeparableAnswers | undefined {
  if (source.length > LONGEST_CODE) return undefined;
  return (
    findSeparable(source, cell, align, { loose: false }) ??
    findSeparable(source, cell, align, { loose: true })
  );
}

/** Where a place is empty, its answer may be what was put in elsewhere. */
function findWithMore(source: string, cell: DocumentCell): SeparableAnswers | undefined {
  if (source.length > LONGEST_CODE) return undefined;
  const found = findSeparable(source, cell, alignStatements, { loose: true });
  return found && [...found.answers.values()].every(({ text }) => text !== '')
    ? { ...found, isAsGiven: false }
    : undefined;
}

function findSeparable(
  source: string,
  cell: DocumentCell,
  find: (tokens: readonly Token[], starter: GivenTokens) => TokenRange[] | undefined,
  mode: { loose: boolean },
): SeparableAnswers | undefined {
  const starter = givenTokens(cell, mode);
  const tokens = significantTokens(source, { ...mode, comments: starter.comments });
  const pieces = find(tokens, starter);
  return pieces && separated(source, cell, tokens, pieces, starter.stubs);
}

function separated(
  source: string,
  { regions, given }: DocumentCell,
  tokens: readonly Token[],
  pieces: TokenRange[],
  stubs: GivenTokens['stubs'],
): SeparableAnswers {
  const answers = new Map<string, FoundAnswer>();
  const attempted = new Map<string, boolean>();
  for (const [at, { task }] of regions.entries()) {
    const from = pieces[at]!.to;
    const to = pieces[at + 1]!.from;
    const start = from === 0 ? 0 : tokens[from - 1]!.end;
    const end = to === tokens.length ? source.length : tokens[to]!.start;
    const text = from === to ? '' : source.slice(tokens[from]!.start, tokens[to - 1]!.end);
    answers.set(task, { text, start, end });
    attempted.set(task, !(to - from === stubs[at]!.length && matchesAt(tokens, stubs[at]!, from)));
  }
  const first = pieces[0]!.from;
  const last = pieces[given.length - 1]!.to;
  const extent = {
    start: first === 0 ? 0 : tokens[first]!.start,
    end: last === tokens.length ? source.length : tokens[last - 1]!.end,
  };
  return { kind: 'separable', isAsGiven: true, answers, attempted, extent };
}

function findUnit(source: string, cell: DocumentCell): FoundAnswers {
  if (source.length > LONGEST_CODE)
    return { kind: 'unit', attempted: new Map(cell.tasks.map((task) => [task, true])) };
  const { stubs } = givenTokens(cell, { loose: false });
  const tokens = significantTokens(source);
  const holds = (stub: readonly string[]) =>
    stub.length > 0 && tokens.some((_, at) => matchesAt(tokens, stub, at));
  return { kind: 'unit', attempted: new Map(cell.regions.map(({ task }, at) => [task, !holds(stubs[at]!)])) };
}

function findWritten(source: string, { tasks }: DocumentCell): SeparableAnswers {
  const bare = (text: string) => text.replace(/[\s*_]+/g, '');
  // A longer text is no stub, and making it bare would take a hundred times its room.
  const isStub = source.length < 100 * WRITTEN_STUB.length && bare(source) === bare(WRITTEN_STUB);
  const attempted = /[^\s*_]/.test(source) && !isStub;
  const extent = { start: 0, end: source.length };
  const answers = new Map(tasks.map((task) => [task, { text: source, ...extent }]));
  return {
    kind: 'separable',
    isAsGiven: true,
    answers,
    extent,
    attempted: new Map(tasks.map((task) => [task, attempted])),
  };
}
