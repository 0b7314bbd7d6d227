import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StandardScaler, type Rows } from '../../../src/lab/index.js';

/** By scikit-learn 1.9.1: StandardScaler().fit(x).mean_, .scale_, .transform(x). */
const x = [
  [0.1, 5, -3e6, 1],
  [0.2, 5, 2e6, 1e-9],
  [0.7, 5, 1e6, 3],
  [-0.4, 5, 7.5, 2],
];
const fromScikitLearn = {
  mean: [0.15, 5, 1.875, 1.50000000025],
  scale: [0.3905124837953327, 1, 1870828.6933897894, 1.1180339884144845],
  transformed: [
    [-0.12803687993289595, 0, -1.6035684537017874, -0.4472135958577289],
    [0.12803687993289603, 0, 1.0690439654184296, -1.3416407862315458],
    [1.4084056792618556, 0, 0.5345214815943863, 1.3416407866787594],
    [-1.4084056792618558, 0, 3.006688971510244e-6, 0.44721359541051525],
  ],
};

function expectClose(actual: Rows, expected: Rows): void {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  actual.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, 14)));
}

describe('StandardScaler', () => {
  test('gives the numbers of scikit-learn', () => {
    const scaler = new StandardScaler();
    expectClose(scaler.fitTransform(x), fromScikitLearn.transformed);
    expectClose([scaler.mean], [fromScikitLearn.mean]);
    scaler.scale.forEach((scale, j) => expect(scale / fromScikitLearn.scale[j]!).toBeCloseTo(1, 14));
  });

  test('gives the numbers of its example, also for other rows', () => {
    const scaler = new StandardScaler();
    expect(scaler.fitTransform([[0, 5], [2, 5]])).toEqual([[-1, 0], [1, 0]]); // prettier-ignore
    expect(scaler.transform([[3, 5]])).toEqual([[2, 0]]);
    expect(scaler.inverseTransform([[2, 0]])).toEqual([[3, 5]]);
  });

  test('takes one row: everything becomes 0', () => {
    expect(new StandardScaler().fitTransform([[3, -7]])).toEqual([[0, 0]]);
  });

  test.each([0.1, 1e9 / 3, -1e-300, 0])('makes a constant feature of %d zeros, with scale 1', (value) => {
    const scaler = new StandardScaler();
    const rows = Array.from({ length: 10 }, () => [value]);
    expect(scaler.fitTransform(rows)).toEqual(rows.map(() => [0]));
    expect([scaler.mean, scaler.scale]).toEqual([[value], [1]]);
  });

  // scikit-learn 1.9.1: scale_ 1, 4.99999733e-05 and 2.87228132.
  test.each<[string, number[], number]>([
    ['is rounding alone', Array.from({ length: 10 }, (_, i) => 1e9 + 1e-7 * (i % 2)), 1],
    ['is small', Array.from({ length: 1000 }, (_, i) => 1e6 + 1e-4 * (i % 2)), 4.99999733e-5],
    ['is small for the mean', Array.from({ length: 10 }, (_, i) => 1e8 + i), Math.sqrt((100 - 1) / 12)],
  ])('tells a constant feature as scikit-learn does when the deviation %s', (_name, column, expected) => {
    const { scale } = new StandardScaler().fit(column.map((value) => [value]));
    expect(scale[0]! / expected).toBeCloseTo(1, 8);
  });

  test('learns anew with each fit, and leaves the rows as they are', () => {
    const rows = [[1], [3]];
    const scaler = new StandardScaler().fit([[100, 1]]);
    expect(scaler.fit(rows).mean).toEqual([2]);
    scaler.transform(rows);
    expect(rows).toEqual([[1], [3]]);
  });

  test('gives mean 0 and variance 1, and inverseTransform() the rows again, for any rows', () => {
    const rows = fc.integer({ min: 1, max: 4 }).chain((nFeatures) =>
      fc.array(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: nFeatures, maxLength: nFeatures }),
        {
          minLength: 1,
          maxLength: 30,
        },
      ),
    );
    fc.assert(
      fc.property(rows, (xTrain) => {
        const scaler = new StandardScaler();
        const scaled = scaler.fitTransform(xTrain);
        for (let j = 0; j < xTrain[0]!.length; j++) {
          const column = scaled.map((row) => row[j]!);
          const isConstant = new Set(xTrain.map((row) => row[j])).size === 1;
          const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
          const square = column.reduce((sum, value) => sum + value ** 2, 0) / column.length;
          expect(mean).toBeCloseTo(0, 9);
          expect(square).toBeCloseTo(isConstant ? 0 : 1, 9);
        }
        const back = scaler.inverseTransform(scaled);
        back.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(xTrain[i]![j]!, 9)));
      }),
    );
  });

  test.each<[string, unknown, ErrorConstructor, string]>([
    ['a tensor', tf.tensor2d([[1]]), TypeError, 'x must be an array of rows: got a tensor, take its numbers with await x.array()'],
    ['a promise', Promise.resolve([[1]]), TypeError, 'x must be an array of rows: got a promise'],
    ['undefined', undefined, TypeError, 'x must be an array of rows: got undefined'],
    ['empty', [], RangeError, 'x must have at least one row: it is empty'],
    ['of rows without numbers', [[], []], RangeError, 'rows must have at least one number'],
    ['one row without its brackets', [1, 2], TypeError, 'x[0] must be an array of numbers: got a number'],
    ['ragged', [[1, 2], [3]], RangeError, 'all rows must have the same length: x[0] has 2, x[1] has 1'],
    ['of texts', [['1']], TypeError, 'x[0][0] must be a number: got a string'],
    ['with a hole', [[1, 2], [1, , 2].slice(0, 2)], TypeError, 'x[1][1] must be a number: got undefined'], // oxlint-disable-line no-sparse-arrays
    ['with NaN', [[1], [NaN]], RangeError, 'x[1][0] must be finite: current value is NaN'],
    ['with Infinity', [[-Infinity]], RangeError, 'x[0][0] must be finite: current value is -Infinity'],
    ['of numbers without a finite square', [[1e200], [-1e200]], RangeError, 'feature 0 of x is too large: its variance is not finite'],
  ])('fit() throws when x is %s', (_what, rows, errorClass, message) => {
    expect(() => new StandardScaler().fit(rows as Rows)).toThrow(new errorClass(`Cannot fit as ${message}`));
  }); // prettier-ignore

  test.each(['transform', 'inverseTransform'] as const)('%s() checks its rows', (action) => {
    const scaler = new StandardScaler().fit([[1, 2], [3, 5]]); // prettier-ignore
    expect(() => scaler[action]([[1]])).toThrow(
      new RangeError(`Cannot ${action} as rows must have 2 features, as in fit: these have 1`),
    );
    expect(() => scaler[action]([[1, NaN]])).toThrow(
      new RangeError(`Cannot ${action} as x[0][1] must be finite: current value is NaN`),
    );
    expect(() => scaler[action](tf.ones([1, 2]) as unknown as Rows)).toThrow(
      new TypeError(
        `Cannot ${action} as x must be an array of rows: got a tensor, take its numbers with await x.array()`,
      ),
    );
  });

  test.each<[string, (scaler: StandardScaler) => unknown]>([
    ['transform', (scaler) => scaler.transform([[1]])],
    ['inverseTransform', (scaler) => scaler.inverseTransform([[1]])],
    ['mean', (scaler) => scaler.mean],
    ['scale', (scaler) => scaler.scale],
  ])('%s throws before fit', (what, use) => {
    expect(() => use(new StandardScaler())).toThrow(
      new Error(`StandardScaler has no ${what} before fit: call fit(x) first`),
    );
  });

  test('has nothing of a fit that failed', () => {
    const scaler = new StandardScaler().fit([[1], [3]]);
    expect(() => scaler.fit([[1e200], [-1e200]])).toThrow(RangeError);
    expect([scaler.mean, scaler.scale]).toEqual([[2], [1]]);
  });
});
