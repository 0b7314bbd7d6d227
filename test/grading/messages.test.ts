import { describe, expect, it } from 'vitest';
import {
  endReason,
  errorMessage,
  mismatchMessage,
  oneLine,
  type Wording,
} from '../../src/grading/judge/message.js';
import { judge } from '../../src/grading/judge/verdict.js';
import { describeValue } from '../../src/grading/judge/describe-value.js';
import { compare } from '../../src/grading/compare/compare.js';

const wording: Wording = {
  call: 'f(2)',
  seeded: false,
  hidden: false,
  ownStrings: true,
  linesOf: (cell) => (cell === 'finder' ? 40 : 0),
};
const mismatch = (got: unknown, value: unknown, rtol = 1e-9) =>
  compare(got, { kind: 'close', value, rtol, atol: 0 })!;

describe('the message of a failed check', () => {
  it('says what was called, what came, what was expected and how exactly', () => {
    expect(mismatchMessage(mismatch(249.975, 10), wording)).toBe(
      'f(2) is 249.975, expected 10 (relative tolerance 1e-9)',
    );
  });

  it('names the worst element of a list', () => {
    expect(mismatchMessage(mismatch([1, 5, 3.1], [1, 2, 3]), wording)).toBe(
      'Element [1] of f(2) is 5, expected 2 (relative tolerance 1e-9); 2 of 3 values differ, this one most',
    );
  });

  it('takes no time for texts without end', () => {
    const endless = 'a\u00ad '.repeat(1e7);
    const { user } = process.cpuUsage();
    expect(oneLine(endless)).toMatch(/^(a ){200}…$/);
    expect(describeValue(endless, true)).toMatch(/^"(a {2}){20}/);
    expect(process.cpuUsage().user - user).toBeLessThan(3e5);
  });

  it('shows all digits where seven do not tell the numbers apart', () => {
    expect(mismatchMessage(mismatch(1.0964781963, 1.0964781961, 1e-12), wording)).toBe(
      'f(2) is 1.0964781963, expected 1.0964781961 (relative tolerance 1e-12)',
    );
  });

  it('keeps inputs and expected values of hidden checks to itself', () => {
    const text = mismatchMessage(mismatch([1, 5, 3.1], [1, 2, 3]), {
      ...wording,
      call: 'f(4711)',
      hidden: true,
    });
    expect(text).toBe('In the result, [1] is another number than expected (2 of 3 values differ)');
  });

  it('says that a number is written out where only the seeded input fails', () => {
    const text = mismatchMessage(mismatch(3, 7), { ...wording, seeded: true });
    expect(text).toBe(
      'Right for the values shown, wrong for others. Does your answer use all its inputs, and nothing that it remembers? The result is another number than expected',
    );
  });

  it('repeats no text of the student where reference code ran beside it', () => {
    const text = mismatchMessage(mismatch('const secret = 1', 10), { ...wording, ownStrings: false });
    expect(text).toBe('f(2) is a text of 16 characters, expected 10 (relative tolerance 1e-9)');
    expect(
      mismatchMessage(mismatch({ 'const secret': 1 }, 10), { ...wording, ownStrings: false }),
    ).not.toContain('secret');
  });
});

/** The text of a function as a student's code could send it on: in numbers, lengths, names. */
const digits = BigInt(`0x${Buffer.from('const secret = 1').toString('hex')}`);
describe.each([
  ['where reference code ran beside it', { ownStrings: false }],
  ['where the check is hidden', { hidden: true }],
  ['where the input came from the seed', { seeded: true }],
])('what a student’s code has made up stays untold %s', (_where, change) => {
  const told = (got: unknown, value: unknown) =>
    mismatchMessage(mismatch(got, value), { ...wording, ...change });

  it('in a bigint, a long number, many numbers', () => {
    expect(told(digits, 10)).not.toContain(String(digits));
    expect(told(Number(digits), 10)).not.toContain(String(Number(digits)));
    expect(told([101, 102, 103, 104, 105], 10)).not.toContain('103');
  });

  it('in the name of a field', () => {
    expect(told({ x: 1, 'const secret = 1': 1 }, { x: 1 })).not.toContain('secret');
    expect(told([{ x: 1, 'const secret = 1': 1 }], [{ x: 1 }])).not.toContain('secret');
  });

  it('in how a process ends', () => {
    const reasons = [
      'The process ended itself with exit code 107 (process.exit?)',
      'The process sent what cannot be read: Unexpected token \'s\', "secret" is not valid JSON',
    ];
    for (const reason of reasons) expect(endReason(reason, { ...wording, ...change })).toBe('');
    const safe = 'Out of memory: the process used more than 400 MiB';
    expect(endReason(safe, { ...wording, ...change })).toBe(safe);
  });
});

it('the length of a list stays untold where the check is hidden', () => {
  const text = mismatchMessage(
    mismatch(
      Array.from({ length: 4711 }, () => 0),
      10,
    ),
    { ...wording, hidden: true },
  );
  expect(text).toBe('The result is a list, expected a number');
});

it('a message has an end', () => {
  const got = 'x'.repeat(1_000_000);
  const { message } = judge(
    { visibility: 'public' },
    { kind: 'mismatch', call: `f(${got})`, seeded: false, mismatch: mismatch(got, 10) },
    { run: 'own', cell: undefined, linesOf: () => 0 },
  );
  expect(message.length).toBeLessThan(2000);
});

describe('lists for a picture', () => {
  const told = (got: unknown, value: unknown, change: Partial<Wording> = {}) =>
    judge(
      { visibility: change.hidden ? 'hidden' : 'public' },
      { kind: 'mismatch', call: 'f(2)', seeded: change.seeded ?? false, mismatch: mismatch(got, value) },
      { run: change.ownStrings === false ? 'reference' : 'own', cell: undefined, linesOf: () => 0 },
    ).series;

  it('are those that the worst element stands in, in five digits; what is no number is null', () => {
    expect(told([1, 2.123456789, NaN, '4', 1.79769e308], [1, 2, 3, 4, 5])).toEqual({
      expected: [1, 2, 3, 4, 5],
      got: [1, 2.1235, null, null, null],
      every: 1,
    });
    expect(told({ a: [1, 2, 3], b: [1, 2, 9] }, { a: [1, 2, 3], b: [1, 2, 3] })?.got).toEqual([1, 2, 9]);
    expect(
      told(
        [
          [1, 2, 3],
          [4, 5, 7],
        ],
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      )?.got,
    ).toEqual([4, 5, 7]);
    expect(told(new Float32Array([1, 2]), [1, 2, 3])?.got).toEqual([1, 2]);
  });

  it('are short: every n-th value, and no more than twice what was expected', () => {
    const expected = Array.from({ length: 1000 }, (_, at) => at);
    expect(told([], expected)).toMatchObject({ got: [], every: 5, expected: { length: 200 } });
    expect(told({ length: 0 }, expected)).toBeUndefined();
    expect(told(new Float64Array(1_000_000), [1, 2, 3])?.got).toHaveLength(6);
  });

  it.each([
    ['for two values', [1, 2], [1, 3], {}],
    ['for words', ['a', 'b', 'c'], ['a', 'b', 'd'], {}],
    ['for one number', 2, 1, {}],
    ['where the check is hidden', [1, 2, 4], [1, 2, 3], { hidden: true }],
    ['where the input came from the seed', [1, 2, 4], [1, 2, 3], { seeded: true }],
    ['where reference code ran beside it', [1, 2, 4], [1, 2, 3], { ownStrings: false }],
  ])('are not there %s', (_, got, value, change) => expect(told(got, value, change)).toBeUndefined());
});

describe('the message of an exception', () => {
  const error = {
    name: 'TypeError',
    message: 'x is not a function',
    stack: ['TypeError: x', '    at f (cell:finder:12:5)'],
  };

  it('says what was called, what was thrown and where', () => {
    expect(errorMessage(error, wording)).toBe(
      'f(2) threw TypeError: x is not a function (cell finder, line 12)',
    );
  });

  it('cuts hidden checks to class and line, since inputs can be thrown back', () => {
    expect(errorMessage({ ...error, message: 'input was 4711' }, { ...wording, hidden: true })).toBe(
      'With other inputs your code threw TypeError (cell finder, line 12)',
    );
  });

  it('believes no class name and no position that the submission does not have', () => {
    const forged = {
      name: 'Input4711',
      message: '',
      stack: ['at cell:input-4711:5:1', 'at cell:finder:4711:1'],
    };
    expect(errorMessage(forged, { ...wording, hidden: true })).toBe(
      'With other inputs your code threw Error',
    );
  });

  it('tells no place of a long cell or of one of the student’s own where inputs are hidden: it could spell them', () => {
    const at = (cell: string, line: number, lines: number) =>
      errorMessage(
        { name: 'Error', message: '', stack: [`at cell:${cell}:${line}:1`] },
        { ...wording, seeded: true, linesOf: () => lines },
      );
    expect(at('finder', 150, 200)).toBe('With other inputs your code threw Error (cell finder, line 150)');
    expect(at('finder', 150, 201)).toBe('With other inputs your code threw Error');
    expect(at('added-4711', 1, 1)).toBe('With other inputs your code threw Error');
  });

  it('tells neither text nor place where reference code ran', () => {
    expect(
      errorMessage({ ...error, message: 'function () { secret }' }, { ...wording, ownStrings: false }),
    ).toBe('f(2) threw TypeError');
  });

  it('is one line without control characters, and not endless', () => {
    expect(oneLine('a\u001b[31m\nb\u202Ec')).toBe('a [31m b c');
    expect(oneLine('x'.repeat(1000))).toHaveLength(401);
  });
});

describe('describeValue()', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [0.1 + 0.2, '0.3'],
    ['a"b', '"a\\"b"'],
    [[1, 'a', [2]], '[1, "a", a list of 1]'],
    [[1, 2, 3, 4, 5, 6, 7], '[1, 2, 3, 4, 5, 6, … 7 in all]'],
    [{ a: 1, 'b c': {} }, '{ a: 1, "b c": an object }'],
    [{}, '{}'],
    [12n, '12n'],
    [Object.assign(Object.create(null), { a: Object.create(null) }), '{ a: an object }'],
  ])('shows %o as %s', (value, shown) => {
    expect(describeValue(value, true)).toBe(shown);
  });
});
