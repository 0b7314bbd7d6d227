import type { GivenTokens } from './given-tokens.js';
import { bracketStep, type Token } from './tokens.js';

/** A range of tokens: `to` is not in it. */
export interface TokenRange {
  from: number;
  to: number;
}

/** Finds the given tokens of a cell in a submitted one. Of several places those are taken that leave brackets in pairs
 * between them, then those that leave more regions as they were, then the first.
 * @returns Where each piece of given code stands, in order; what lies before the first and after the last was added by
 * the student. Undefined if not all pieces are there. */
export function align(
  tokens: readonly Token[],
  { given, stubs }: Pick<GivenTokens, 'given' | 'stubs'>,
): TokenRange[] | undefined {
  const brackets = bracketsOf(tokens);
  return placed(tokens, brackets, given, (at, from, to) =>
    regionCost(brackets, tokens, from, to, stubs[at - 1]!),
  );
}

/** As `align` does; but between the given statements, others may have been put in.
 * @returns Where each piece stands, with what was put into it. */
export function alignStatements(
  tokens: readonly Token[],
  { statements, stubs }: Pick<GivenTokens, 'statements' | 'stubs'>,
): TokenRange[] | undefined {
  const brackets = bracketsOf(tokens);
  /** The piece that a statement begins, for those that begin one. */
  const begins = new Map<number, number>();
  let count = 0;
  for (const [piece, { length }] of statements.entries()) {
    begins.set(count, piece);
    count += length;
  }
  const ranges = placed(tokens, brackets, statements.flat(), (at, from, to) => {
    const piece = begins.get(at);
    if (piece !== undefined) return regionCost(brackets, tokens, from, to, stubs[piece - 1]!);
    const isAllowed = from === to || brackets.areBalanced(from, to);
    return isAllowed ? extrasCost(brackets, from, to) : Infinity;
  });
  return (
    ranges &&
    [...begins.keys()].map((at, piece) => ({
      from: ranges[at]!.from,
      to: ranges[at + statements[piece]!.length - 1]!.to,
    }))
  );
}

/** Finds texts one after another.
 * @param gapCost What stands between one of them and the one before it: none of an infinite cost is taken. */
function placed(
  tokens: readonly Token[],
  brackets: Brackets,
  pieces: readonly (readonly string[])[],
  gapCost: (at: number, from: number, to: number) => number,
): TokenRange[] | undefined {
  let rows: Place[] = [];
  for (const [at, piece] of pieces.entries()) {
    const starts = startsOf(tokens, piece, at === 0 ? 'first' : at === pieces.length - 1 ? 'last' : 'middle');
    const next: Place[] = [];
    for (const from of starts) {
      const own = { from, to: from + piece.length };
      const before =
        at === 0
          ? { cost: extrasCost(brackets, 0, from), previous: undefined }
          : cheapest(rows, own.from, (to) => gapCost(at, to, own.from));
      if (before) next.push({ ...own, ...before });
    }
    rows = next;
  }
  let best: Place | undefined;
  for (const place of rows) {
    const cost = place.cost + extrasCost(brackets, place.to, tokens.length);
    if (!best || cost < best.cost) best = { ...place, cost };
  }
  const ranges: TokenRange[] = [];
  for (let place = best; place; place = place.previous) ranges.unshift({ from: place.from, to: place.to });
  return best && ranges;
}

interface Place extends TokenRange {
  cost: number;
  previous: Place | undefined;
}

const UNBALANCED = 1000;
const EXTRAS = 10;

function cheapest(
  rows: Place[],
  start: number,
  costFrom: (to: number) => number,
): { cost: number; previous: Place } | undefined {
  let best: { cost: number; previous: Place } | undefined;
  for (const previous of rows) {
    if (previous.to > start) continue;
    const cost = previous.cost + costFrom(previous.to);
    if (cost < (best?.cost ?? Infinity)) best = { cost, previous };
  }
  return best;
}

function regionCost(
  brackets: Brackets,
  tokens: readonly Token[],
  from: number,
  to: number,
  stub: readonly string[],
): number {
  if (to - from === stub.length && matchesAt(tokens, stub, from)) return 0;
  return brackets.areBalanced(from, to) ? 1 : UNBALANCED;
}

function extrasCost(brackets: Brackets, from: number, to: number): number {
  if (from === to) return 0;
  return brackets.areBalanced(from, to) ? EXTRAS : UNBALANCED;
}

/** More places than this are not looked at in the middle of a long text that repeats itself. */
const MOST_PLACES = 100;

function startsOf(
  tokens: readonly Token[],
  piece: readonly string[],
  place: 'first' | 'middle' | 'last',
): number[] {
  if (piece.length === 0) return [place === 'last' ? tokens.length : 0];
  const starts: number[] = [];
  for (let at = 0; at + piece.length <= tokens.length; at++)
    if (matchesAt(tokens, piece, at)) starts.push(at);
  return starts.length <= 2 * MOST_PLACES
    ? starts
    : [...starts.slice(0, MOST_PLACES), ...starts.slice(-MOST_PLACES)];
}

/** The tokens from a place on have these texts. */
export function matchesAt(tokens: readonly Token[], texts: readonly string[], at: number): boolean {
  if (at + texts.length > tokens.length) return false;
  for (let index = 0; index < texts.length; index++)
    if (tokens[at + index]!.text !== texts[index]) return false;
  return true;
}

const known = new WeakMap<readonly Token[], Brackets>();

function bracketsOf(tokens: readonly Token[]): Brackets {
  const brackets = known.get(tokens) ?? new Brackets(tokens);
  known.set(tokens, brackets);
  return brackets;
}

/** Tells in constant time whether the brackets in a range come in pairs. */
class Brackets {
  /** Open brackets before each token. */
  readonly #depth: Int32Array;
  /** The next place with fewer open brackets. */
  readonly #nextLower: Int32Array;

  constructor(tokens: readonly Token[]) {
    const depth = new Int32Array(tokens.length + 1);
    for (const [at, token] of tokens.entries()) depth[at + 1] = depth[at]! + bracketStep(token);
    const nextLower = new Int32Array(tokens.length + 1).fill(tokens.length + 1);
    const open: number[] = [];
    for (const [at, own] of depth.entries()) {
      while (open.length && depth[open.at(-1)!]! > own) nextLower[open.pop()!] = at;
      open.push(at);
    }
    this.#depth = depth;
    this.#nextLower = nextLower;
  }

  areBalanced(from: number, to: number): boolean {
    return this.#depth[from] === this.#depth[to] && this.#nextLower[from]! > to;
  }
}
