import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import { RandomState, setSeed, trainTestSplit, type Samples } from '../../../src/lab/index.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

afterEach(() => setSeed(null));

describe('trainTestSplit()', () => {
  // scikit-learn 1.9.1: train_test_split(np.arange(n), test_size=…, random_state=…)
  test.each([
    { n: 10, testSize: undefined, seed: 0, train: [9, 1, 6, 7, 3, 0, 5], test: [2, 8, 4] },
    { n: 10, testSize: 0.2, seed: 42, train: [5, 0, 7, 2, 9, 4, 3, 6], test: [8, 1] },
    { n: 7, testSize: 0.33, seed: 1, train: [0, 4, 3, 5], test: [6, 2, 1] },
    { n: 10, testSize: 3, seed: 7, train: [2, 1, 9, 7, 3, 6, 4], test: [8, 5, 0] },
    { n: 2, testSize: 0.5, seed: 0, train: [0], test: [1] },
    { n: 10, testSize: 0.25, seed: 2 ** 32 - 1, train: [1, 8, 0, 7, 4, 2, 3], test: [6, 9, 5] },
  ])(
    'draws the rows of scikit-learn: $testSize of $n with seed $seed',
    ({ n, testSize, seed, train, test }) => {
      const labels = upTo(n).map((i) => `label ${i}`);
      const options = testSize === undefined ? { randomState: seed } : { testSize, randomState: seed };
      expect(trainTestSplit(upTo(n), labels, options)).toEqual({
        xTrain: train,
        xTest: test,
        yTrain: train.map((i) => labels[i]),
        yTest: test.map((i) => labels[i]),
      });
    },
  );

  test("draws the rows of scikit-learn for the exercise's 1000 points", () => {
    // a = np.arange(1000); train_test_split(a, test_size=0.2, random_state=42)
    const { xTrain, xTest } = trainTestSplit(upTo(1000), upTo(1000), { testSize: 0.2, randomState: 42 });
    expect([xTrain.length, xTest.length]).toEqual([800, 200]);
    expect(xTrain.slice(0, 6)).toEqual([29, 535, 695, 557, 836, 596]);
    expect(xTest.slice(0, 6)).toEqual([521, 737, 740, 660, 411, 678]);
    expect(xTest.reduce((sum, row, i) => sum + row * i, 0)).toBe(10073848);
  });

  test('gives the sets of its example', () => {
    expect(
      trainTestSplit([10, 11, 12, 13, 14], ['a', 'b', 'c', 'd', 'e'], { testSize: 0.4, randomState: 42 }),
    ).toEqual({ xTrain: [12, 10, 13], xTest: [11, 14], yTrain: ['c', 'a', 'd'], yTest: ['b', 'e'] });
  });

  test('keeps the kind of array, and its type', () => {
    const rows = upTo(8).map((i) => [i, -i]);
    const split = trainTestSplit(rows, Uint8Array.from(upTo(8)), { randomState: 3 });
    expectTypeOf(split.xTrain).toEqualTypeOf<number[][]>();
    expectTypeOf(split.yTest.length).toEqualTypeOf<number>();
    expect(split.yTest).toBeInstanceOf(Uint8Array);
    expect(split.xTest.map(([first]) => first)).toEqual([...split.yTest]);
    expect(split.xTest[0]).toBe(rows[split.yTest[0]!]);
    for (const kind of [Float32Array, Float64Array, Int32Array]) {
      const { xTrain, yTest } = trainTestSplit(kind.from([1, 2, 3]), kind.from([4, 5, 6]), { testSize: 1 });
      expect([xTrain, yTest].every((set) => set instanceof kind)).toBe(true);
      expect([xTrain.length, yTest.length]).toEqual([2, 1]);
    }
  });

  test("takes its order from the notebook's own stream when there is no randomState", () => {
    setSeed(5);
    const { xTest } = trainTestSplit(upTo(9), upTo(9), { testSize: 4 });
    const again = trainTestSplit(upTo(9), upTo(9), { testSize: 4 }).xTest;
    const stream = new RandomState(5);
    expect(xTest).toEqual(Array.from(stream.permutation(9).slice(0, 4)));
    expect(again).toEqual(Array.from(stream.permutation(9).slice(0, 4)));
  });

  test("leaves the notebook's own stream alone when there is a randomState", () => {
    setSeed(5);
    const first = trainTestSplit(upTo(9), upTo(9), { randomState: 1 });
    setSeed(6);
    expect(trainTestSplit(upTo(9), upTo(9), { randomState: 1 })).toEqual(first);
  });

  test('puts each sample into one set, beside its label, for any sizes', () => {
    const sizes = fc.integer({ min: 2, max: 80 }).chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.oneof(
          fc.integer({ min: 1, max: n - 1 }),
          fc.double({ min: 1e-6, max: 1 - 1 / n, noNaN: true }).filter((size) => Math.ceil(size * n) < n),
        ),
        fc.nat(),
      ),
    );
    fc.assert(
      fc.property(sizes, ([n, testSize, randomState]) => {
        const y = upTo(n).map((i) => 1000 + i);
        const split = trainTestSplit(upTo(n), y, { testSize, randomState });
        const nTest = testSize < 1 ? Math.ceil(n * testSize) : testSize;
        expect([split.xTrain.length, split.xTest.length]).toEqual([n - nTest, nTest]);
        expect([...split.xTrain, ...split.xTest].sort((a, b) => a - b)).toEqual(upTo(n));
        expect([split.yTrain, split.yTest]).toEqual(
          [split.xTrain, split.xTest].map((set) => set.map((i) => 1000 + i)),
        );
      }),
    );
  });

  test.each([1.5, 0, -0.2, 10, 11, NaN, Infinity])(
    'throws RangeError when testSize of 10 is %d',
    (testSize) => {
      expect(() => trainTestSplit(upTo(10), upTo(10), { testSize })).toThrow(
        new RangeError(
          `Cannot split 10 samples as testSize must be in (0, 1) or a whole number in [1, 10): current value is ${testSize}`,
        ),
      );
    },
  );

  test.each([0, 1])('throws RangeError when there are %d samples', (n) => {
    expect(() => trainTestSplit(upTo(n), upTo(n))).toThrow(
      new RangeError(
        `Cannot split ${n} samples as testSize must leave at least one sample in each set: 0.25 of ${n} samples is ${n}`,
      ),
    );
  });

  test('throws RangeError when x and y differ in length, and for what is no seed', () => {
    expect(() => trainTestSplit(upTo(3), upTo(4))).toThrow(
      new RangeError('Cannot split as x and y must have the same length: x has 3, y has 4'),
    );
    expect(() => trainTestSplit(upTo(3), upTo(3), { randomState: -1 })).toThrow(
      new RangeError('Cannot seed as seed must be a whole number in [0, 2^32): current value is -1'),
    );
  });

  test.each<[string, unknown, unknown, object, string]>([
    ['x is a tensor', tf.ones([2, 2]), [1, 2], {}, 'Cannot split as x must be an array: got a tensor, take its numbers with await x.array()'],
    ['y is a tensor', [1, 2], tf.ones([2]), {}, 'Cannot split as y must be an array: got a tensor, take its numbers with await y.array()'],
    ['x is a promise', Promise.resolve([1]), [1], {}, 'Cannot split as x must be an array: got a promise'],
    ['y is missing', [1, 2], undefined, {}, 'Cannot split as y must be an array: got undefined'],
    ['testSize is a text', [1, 2], [1, 2], { testSize: '0.5' }, 'Cannot split 2 samples as testSize must be a number: got a string'],
  ])('throws TypeError when %s', (_what, x, y, options, message) => {
    expect(() => trainTestSplit(x as Samples, y as Samples, options)).toThrow(new TypeError(message));
  }); // prettier-ignore
});
