import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linspace } from '../../../src/lab/index.js';

describe('linspace()', () => {
  // NumPy 2.4.6, np.linspace(start, stop, num).tolist()
  test.each<[start: number, stop: number, num: number, expected: number[]]>([
    [0, 1, 5, [0, 0.25, 0.5, 0.75, 1]],
    [1, 0, 4, [1, 0.6666666666666667, 0.33333333333333337, 0]],
    [0.1, 0.7, 7, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
    [-1, 1, 3, [-1, 0, 1]],
    [5, 5, 3, [5, 5, 5]],
    [2, 3, 1, [2]],
    [0, 1, 0, []],
    [0, 1e-323, 5, [0, 0, 5e-324, 1e-323, 1e-323]],
  ])('gives the numbers of NumPy for %d, %d, %d', (start, stop, num, expected) => {
    expect(linspace(start, stop, num)).toEqual(expected);
  });

  test('gives the angles of NumPy for two turns, and 50 numbers by default', () => {
    const angles = linspace(0, 4 * Math.PI, 250);
    expect([angles[1], angles[123], angles[249]]).toEqual([
      0.05046735186489627,
      6.207484279382242,
      4 * Math.PI,
    ]);
    expect(linspace(0, 49)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test('starts at start, ends at stop and never turns back, for any bounds', () => {
    const bound = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 2, max: 60 }), (a, b, num) => {
        const [start, stop] = a < b ? [a, b] : [b, a];
        const numbers = linspace(start, stop, num);
        expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([num, start + 0, stop]);
        // The number before the end may be rounded past it, as in NumPy.
        expect(numbers.slice(1, -1).every((value, i) => value >= numbers[i]!)).toBe(true);
      }),
    );
  });

  test.each([
    [NaN, 1],
    [0, Infinity],
    [-1e308, 1e308],
  ])('throws RangeError when the bounds are %d, %d', (start, stop) => {
    expect(() => linspace(start, stop, 3)).toThrow(
      new RangeError(
        `Cannot space numbers as start, stop and their distance must be finite: current values are ${start}, ${stop}`,
      ),
    );
  });

  test.each([-1, 1.5, NaN, Infinity])('throws RangeError when num is %d', (num) => {
    expect(() => linspace(0, 1, num)).toThrow(
      new RangeError(`Cannot space numbers as num must be a whole number >= 0: current value is ${num}`),
    );
  });
});
