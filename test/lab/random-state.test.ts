import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomState } from '../../src/lab/random-state.js';

/** Written by NumPy 2.4.6, in this order from one `r = np.random.RandomState(seed)`:
 * 3 r.random_sample(), 3 r.randn(), r.permutation(10), r.randint(k) for k in 1, 2, 3, 1000, 60000, r.randint(-5, 5, size=6),
 * r.randn(), r.randint(0, 2**32), r.randint(-2**31, 2**31), r.random_sample(). */
const fromNumpy = [
  {
    seed: 0,
    random: [0.5488135039273248, 0.7151893663724195, 0.6027633760716439],
    randn: [-2.268328201180374, 1.3335453816218967, -0.8427240538292873],
    permutation: [9, 7, 3, 5, 1, 2, 4, 0, 8, 6],
    randint: [0, 1, 1, 537, 27469],
    sized: [3, 4, -1, -2, -5, -2],
    spareRandn: 1.9699244478698945,
    wide: 4110950085,
    signed: 1194674174,
    last: 0.14035078041264515,
  },
  {
    seed: 42,
    random: [0.3745401188473625, 0.9507143064099162, 0.7319939418114051],
    randn: [-1.1118801180469204, 0.31890218468938336, 0.2790412922001377],
    permutation: [0, 8, 6, 9, 3, 1, 4, 5, 2, 7],
    randint: [0, 1, 0, 160, 53707],
    sized: [4, 0, 3, -5, 4, -3],
    spareRandn: 1.0105152848065264,
    wide: 1642661739,
    signed: 61136438,
    last: 0.9832308858067882,
  },
  {
    seed: 2 ** 32 - 1,
    random: [0.0976320289940138, 0.9123828453026218, 0.78903530185164],
    randn: [0.0813036681172692, 0.4096851233481656, 0.31595808265170017],
    permutation: [3, 9, 2, 6, 8, 1, 7, 0, 4, 5],
    randint: [0, 1, 0, 387, 38809],
    sized: [4, 2, 4, 0, -4, 3],
    spareRandn: 0.03503916479349264,
    wide: 2116043223,
    signed: 49975380,
    last: 0.276870123139084,
  },
];

/** Logarithms of the C library and of V8 differ by a unit in the last place now and then, hence normal numbers by two. */
function expectWithinTwoUlps(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(2 * 2 ** -52 * Math.abs(expected));
}

describe('RandomState', () => {
  test.each(fromNumpy)('gives the numbers of NumPy for seed $seed', (numpy) => {
    const r = new RandomState(numpy.seed);
    expect([r.random(), r.random(), r.random()]).toEqual(numpy.random);
    for (const expected of numpy.randn) expectWithinTwoUlps(r.randn(), expected);
    expect([...r.permutation(10)]).toEqual(numpy.permutation);
    expect([1, 2, 3, 1000, 60_000].map((high) => r.randint(high))).toEqual(numpy.randint);
    expect([...r.randint(-5, 5, 6)]).toEqual(numpy.sized);
    expectWithinTwoUlps(r.randn(), numpy.spareRandn);
    expect(r.randint(0, 2 ** 32)).toBe(numpy.wide);
    expect(r.randint(-(2 ** 31), 2 ** 31)).toBe(numpy.signed);
    expect(r.random()).toBe(numpy.last);
  });

  test('gives the numbers of NumPy beyond the first 624 words', () => {
    // r = np.random.RandomState(7); sum(r.random_sample() for _ in range(1000)); r.permutation(1000)[:5]; r.randn()
    const r = new RandomState(7);
    let sum = 0;
    for (let i = 0; i < 1000; i++) sum += r.random();
    expect(sum).toBe(497.0972650418875);
    expect(r.permutation(1000).slice(0, 5)).toEqual(Int32Array.of(2, 973, 526, 890, 946));
    expectWithinTwoUlps(r.randn(), 0.6559040611434503);
  });

  test('gives the numbers of its examples', () => {
    // np.random.RandomState(42).randint(60000, size=5)
    expect([...new RandomState(42).randint(0, 60_000, 5)]).toEqual([56422, 15795, 860, 38158, 54343]);
    expect([...new RandomState(0).randint(0, 10, 5)]).toEqual([5, 0, 3, 3, 7]);
  });

  test('keeps its state to itself when two are used in turn', () => {
    const [a, b, alone] = [new RandomState(5), new RandomState(5), new RandomState(5)];
    const first = [a.randn(), b.randn(), a.randn(), b.randn()];
    const expected = [alone.randn(), alone.randn()];
    expect(first).toEqual([expected[0], expected[0], expected[1], expected[1]]);
  });

  test.each([-1, 2 ** 32, 0.5, NaN, Infinity])('throws RangeError when the seed is %d', (seed) => {
    expect(() => new RandomState(seed)).toThrow(
      new RangeError(`Cannot seed as seed must be a whole number in [0, 2^32): current value is ${seed}`),
    );
  });
});

describe('randint()', () => {
  test.each<[number, number]>([
    [0, 0],
    [3, 2],
    [0.5, 2],
    [0, NaN],
    [0, Infinity],
    [-1, 2 ** 32],
  ])('throws RangeError when low is %d and high %d', (low, high) => {
    expect(() => new RandomState(0).randint(low, high)).toThrow(RangeError);
    expect(() => new RandomState(0).randint(low, high)).toThrow(
      `current values are low ${low}, high ${high}`,
    );
  });

  test.each([-1, 1.5, NaN])('throws RangeError when size is %d', (size) => {
    expect(() => new RandomState(0).randint(0, 2, size)).toThrow(RangeError);
  });

  test('throws RangeError when an array cannot hold the numbers', () => {
    expect(() => new RandomState(0).randint(0, 2 ** 32, 1)).toThrow(
      'Cannot fill an Int32Array from low 0, high 4294967296',
    );
  });

  test('gives an empty array for size 0 and draws nothing for it, nor for a single possible number', () => {
    const r = new RandomState(3);
    expect(r.randint(0, 10, 0)).toEqual(new Int32Array(0));
    expect(r.randint(7, 8)).toBe(7);
    expect(r.random()).toBe(new RandomState(3).random());
  });

  test('stays in low … high - 1 for any bounds', () => {
    const bounds = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.nat());
    fc.assert(
      fc.property(bounds, ([low, width, seed]) => {
        const drawn = new RandomState(seed).randint(low, low + width);
        expect(Number.isInteger(drawn) && drawn >= low && drawn < low + width).toBe(true);
      }),
    );
  });
});

describe('permutation()', () => {
  test('holds each of 0 … n - 1 once for any n', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat(), (n, seed) => {
        expect([...new RandomState(seed).permutation(n)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: n }, (_, i) => i),
        );
      }),
    );
  });

  test.each([-1, 2.5, NaN, 2 ** 31])('throws RangeError when n is %d', (n) => {
    expect(() => new RandomState(0).permutation(n)).toThrow(RangeError);
  });
});
