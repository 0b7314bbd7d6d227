import { ADDED } from '../../notebook/added-cells.js';
import type { ErrorReport } from '../../session/wire/messages.js';
import type { Mismatch } from '../compare/compare.js';
import { beginningOf, describeType, describeValue } from './describe-value.js';

/** What a message may say. */
export interface Wording {
  /** The call as a student would write it. */
  call: string;
  /** Found with an input from the grader's seed. */
  seeded: boolean;
  /** Inputs and expected values stay with the grader. */
  hidden: boolean;
  /** Texts that the student's code made may be repeated: false where reference code ran beside it, since a function's
   * text is a text. */
  ownStrings: boolean;
  /** How many lines a cell of the submission has; 0 for one that it does not have. A stack is the student's to write. */
  linesOf: (cell: string) => number;
}

/** What was called, what came, what was expected, where, how exactly. */
export function mismatchMessage(mismatch: Mismatch, wording: Wording): string {
  if (wording.hidden) return hiddenMismatch(mismatch);
  if (wording.seeded) return `${seededIntro} ${hiddenMismatch(mismatch)}`;
  const { path, got, expected, tolerance, differing } = mismatch;
  const place = placeOf(wording.call, path);
  const digits = 'value' in expected ? digitsToTell(got, expected.value) : 7;
  const wanted = 'words' in expected ? expected.words : describeValue(expected.value, true, digits);
  const exactly = tolerance ? ` (${tolerance})` : '';
  const others =
    differing && differing.count > 1
      ? `; ${differing.count} of ${differing.of} values differ, this one most`
      : '';
  return `${place} is ${describeValue(got, wording.ownStrings, digits)}, expected ${wanted}${exactly}${others}`;
}

/** Seven digits are readable; two numbers that agree in them need all. */
function digitsToTell(got: unknown, expected: unknown): number {
  if (typeof got !== 'number' || typeof expected !== 'number') return 7;
  return got.toPrecision(7) === expected.toPrecision(7) ? 17 : 7;
}

const seededIntro =
  'Right for the values shown, wrong for others. Does your answer use all its inputs, and nothing that it remembers?';

/** Says which kind of thing is wrong and where, without the numbers. */
function hiddenMismatch({ path, got, expected, differing }: Mismatch): string {
  const place = path === '' ? 'The result' : `In the result, ${path}`;
  const others =
    differing && differing.count > 1 ? ` (${differing.count} of ${differing.of} values differ)` : '';
  if ('value' in expected && typeof expected.value === 'number' && typeof got === 'number') {
    const kind = Number.isFinite(got) ? 'is another number than expected' : `is ${got}`;
    return `${place} ${kind}${others}`;
  }
  const [came, wanted] = [
    describeType(got, false),
    'value' in expected ? describeType(expected.value, false) : 'something else',
  ];
  if (came === wanted) return `${place} is not the ${came.replace(/^an? /, '')} that was expected${others}`;
  return `${place} is ${came}, expected ${wanted}${others}`;
}

function placeOf(call: string, path: string): string {
  if (path === '') return call;
  if (path === 'length') return `The length of ${call}`;
  return path.startsWith('[') ? `Element ${path} of ${call}` : `${path} of ${call}`;
}

/** An exception of the student's code: its name and message are what that code says. Hidden inputs can be thrown back, so there
 * only class and line are told. */
export function errorMessage({ name, message, stack }: ErrorReport, wording: Wording): string {
  const { call, hidden, seeded, ownStrings } = wording;
  const isOwn = ownStrings && !hidden && !seeded;
  if (name === 'NotFilledError')
    return isOwn
      ? `${oneLine(message)}: its line with todo(…) is still there`
      : 'A task that this one needs is not filled yet';
  const where = ownStrings ? positionIn(stack, isOwn ? wording.linesOf : shortCells(wording.linesOf)) : '';
  const kind = KNOWN_ERRORS.has(name) ? name : 'Error';
  const told = isOwn && message !== '' ? `${kind}: ${oneLine(message)}` : kind;
  if (call === '') return `${told}${where}`;
  return `${hidden || seeded ? 'With other inputs your code' : call} threw ${told}${where}`;
}

/** Which line of which cell can spell a hidden input, the better the more there are: only those of a released cell of ordinary length
 * are told. */
const shortCells =
  (linesOf: Wording['linesOf']): Wording['linesOf'] =>
  (cell) =>
    cell.startsWith(ADDED) || linesOf(cell) > MOST_LINES ? 0 : linesOf(cell);

const MOST_LINES = 200;

/** `. Line 3, column 5: …`: what the compiler says of a cell, which no input has touched. */
export function compileMessage({ message }: ErrorReport, { ownStrings }: Wording): string {
  return ownStrings && message ? `. ${oneLine(message)}` : '';
}

const KNOWN_ERRORS = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'EvalError',
  'URIError',
  'AggregateError',
]);

/** How a process came to its end; where others than the student's own inputs and code were in it, without anything that its
 * code can choose: an exit code is a byte. */
export function endReason(reason: string, { hidden, seeded, ownStrings }: Wording): string {
  if (ownStrings && !hidden && !seeded) return reason;
  return /^(Out of memory|Still running|The process was ended by signal)/.test(reason) ? reason : '';
}

/** The first place in a cell that the stack names. */
function positionIn(stack: string[], linesOf: Wording['linesOf']): string {
  for (const frame of stack) {
    const [, cell = '', line = '0'] = /cell:([\w-]{1,64}|\[\d{1,6}\]):(\d{1,6}):\d{1,6}/.exec(frame) ?? [];
    if (Number(line) >= 1 && Number(line) <= linesOf(cell)) return ` (cell ${cell}, line ${Number(line)})`;
  }
  return '';
}

/** @param most Characters. */
export function oneLine(text: string, most = 400): string {
  const line = beginningOf(text)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
