import type { Expectation } from './expectation.js';

/** Where and how data differ from what was expected. */
export interface Mismatch {
  /** Path of the worst element, e.g. `[2]` or `marker.x`; empty for the value itself. */
  path: string;
  got: unknown;
  /** What was expected there: a value, or words. */
  expected: { value: unknown } | { words: string };
  /** E.g. `within 1e-9 of it, relatively`. */
  tolerance?: string;
  /** How many of how many elements differ, for arrays. */
  differing?: { count: number; of: number };
  /** The lists that the worst element stands in, where numbers were expected. */
  lists?: Lists;
}

interface Lists {
  expected: readonly number[];
  got: ArrayLike<unknown>;
}

/** Compares what a student's code returned with what was expected. Never throws, whatever was returned.
 * @returns The worst mismatch, or undefined if there is none. */
export function compare(got: unknown, expected: Expectation): Mismatch | undefined {
  try {
    return compareAt(got, expected, '');
  } catch {
    return { path: '', got: undefined, expected: { words: 'a value that can be read' } };
  }
}

function compareAt(got: unknown, expected: Expectation, path: string): Mismatch | undefined {
  switch (expected.kind) {
    case 'close':
      return summarize(differences(got, expected.value, path, expected), toleranceWords(expected));
    case 'equal':
      return summarize(differences(got, expected.value, path, { rtol: 0, atol: 0 }));
    case 'oneOf': {
      if (expected.values.includes(got)) return undefined;
      return {
        path,
        got,
        expected: { words: `one of ${expected.values.map((value) => JSON.stringify(value)).join(', ')}` },
      };
    }
    case 'between': {
      const { min, max } = expected;
      if (typeof got === 'number' && got >= min && got <= max) return undefined;
      return { path, got, expected: { words: `a number from ${min} to ${max}` } };
    }
    case 'text': {
      const found =
        typeof got === 'string' &&
        expected.contains.every((part) => got.toLowerCase().includes(part.toLowerCase()));
      if (found) return undefined;
      return {
        path,
        got,
        expected: { words: `a text with ${expected.contains.map((part) => `"${part}"`).join(' and ')}` },
      };
    }
    case 'fields':
      return compareFields(got, expected.fields, path);
  }
}

function compareFields(
  got: unknown,
  expected: Readonly<Record<string, Expectation>>,
  path: string,
): Mismatch | undefined {
  if (!isRecord(got)) return { path, got, expected: { words: 'an object' } };
  for (const [name, expectation] of Object.entries(expected)) {
    const at = path === '' ? name : `${path}.${name}`;
    const mismatch = compareAt(Object.hasOwn(got, name) ? got[name] : undefined, expectation, at);
    if (mismatch) return mismatch;
  }
  return undefined;
}

interface Difference {
  path: string;
  got: unknown;
  expected: { value: unknown } | { words: string };
  /** How far off, relative to the tolerance; Infinity where that has no meaning. */
  excess: number;
  lists?: Lists;
}

interface Differences {
  found: Difference[];
  compared: number;
}

function differences(
  got: unknown,
  expected: unknown,
  path: string,
  tolerance: { rtol: number; atol: number },
): Differences {
  if (isList(expected)) {
    if (!isList(got)) return one(path, got, { words: `a list of ${expected.length}` });
    if (got.length !== expected.length)
      return within(
        one(`${path}.length`.replace(/^\./, ''), got.length, { value: expected.length }),
        expected,
        got,
      );
    const all: Differences = { found: [], compared: 0 };
    for (let i = 0; i < expected.length; i++)
      add(all, differences(got[i], expected[i], `${path}[${i}]`, tolerance));
    return within(all, expected, got);
  }
  if (isRecord(expected)) {
    if (!isRecord(got)) return one(path, got, { words: 'an object' });
    const all: Differences = { found: [], compared: 0 };
    const names = Object.keys(expected);
    for (const name of names) {
      const at = path === '' ? name : `${path}.${name}`;
      add(all, differences(Object.hasOwn(got, name) ? got[name] : undefined, expected[name], at, tolerance));
    }
    // Not which: a name that the student's code has made up may say anything.
    if (Object.keys(got).some((name) => !Object.hasOwn(expected, name)))
      add(all, one(path, got, { words: `an object with no other fields than ${names.join(', ')}` }));
    return all;
  }
  if (typeof expected === 'number') {
    const excess = typeof got === 'number' ? excessOf(got, expected, tolerance) : Infinity;
    return excess > 0 ? one(path, got, { value: expected }, excess) : { found: [], compared: 1 };
  }
  return got === expected ? { found: [], compared: 1 } : one(path, got, { value: expected });
}

/** 0 when close; NaN, infinities and signs are compared exactly. */
function excessOf(got: number, expected: number, { rtol, atol }: { rtol: number; atol: number }): number {
  if (got === expected || (Number.isNaN(got) && Number.isNaN(expected))) return 0;
  const error = Math.abs(got - expected);
  const allowed = atol + rtol * Math.abs(expected);
  if (!Number.isFinite(error) || !Number.isFinite(allowed)) return Infinity;
  if (error <= allowed) return 0;
  return error / (allowed || Number.MIN_VALUE);
}

function summarize({ found, compared }: Differences, tolerance?: string): Mismatch | undefined {
  if (found.length === 0) return undefined;
  const worst = found.reduce((most, next) => (next.excess > most.excess ? next : most));
  return {
    path: worst.path,
    got: worst.got,
    expected: worst.expected,
    ...(tolerance !== undefined && 'value' in worst.expected && typeof worst.expected.value === 'number'
      ? { tolerance }
      : {}),
    ...(compared > 1 ? { differing: { count: found.length, of: compared } } : {}),
    ...(worst.lists ? { lists: worst.lists } : {}),
  };
}

function toleranceWords({ rtol, atol }: { rtol: number; atol: number }): string | undefined {
  if (rtol > 0) return `relative tolerance ${short(rtol)}${atol > 0 ? `, absolute ${short(atol)}` : ''}`;
  return atol > 0 ? `tolerance ${short(atol)}` : undefined;
}

const short = (value: number) => (value < 1e-3 ? value.toExponential() : String(value));

function one(path: string, got: unknown, expected: Difference['expected'], excess = Infinity): Differences {
  return { found: [{ path, got, expected, excess }], compared: 1 };
}

/** Two values make no curve. */
const SHORTEST_CURVE = 3;

function within(all: Differences, expected: ArrayLike<unknown>, got: ArrayLike<unknown>): Differences {
  if (all.found.length === 0 || expected.length < SHORTEST_CURVE) return all;
  const numbers = Array.from(expected);
  if (!numbers.every((value) => typeof value === 'number')) return all;
  return {
    ...all,
    found: all.found.map((difference) => ({ ...difference, lists: { expected: numbers, got } })),
  };
}

function add(all: Differences, more: Differences): void {
  all.compared += more.compared;
  for (const difference of more.found) all.found.push(difference);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isList(value);
}
