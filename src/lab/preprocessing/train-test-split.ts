import { isTensor, kindOf } from '../kind-of.js';
import { RandomState } from '../random-state.js';
import { random } from '../seed.js';

/** What can be split: rows of any kind, or numbers in a typed array. */
export type Samples = readonly unknown[] | Float32Array | Float64Array | Int32Array | Uint8Array;

export interface SplitOptions {
  /** Share of the samples that goes to the test set, in (0, 1), rounded up; or their number, >= 1. */
  testSize?: number;
  /** Seed of the order, a whole number in [0, 2^32); by default the order comes from the notebook's own `random`. */
  randomState?: number;
}

/** Splits samples and their labels at random into a training and a test set: for the same seed, the same as scikit-learn's
 * function of this name.
 * @param x One sample per element.
 * @param y As many labels.
 * @returns New arrays of the kind of x and y. No sample is in both sets, and each is in one.
 * @throws {TypeError} If x or y is not an array (a tensor, say), or testSize no number.
 * @throws {RangeError} If the lengths differ, testSize leaves one of the sets empty, or randomState is no seed.
 * @example Usage
 * ```ts
 * trainTestSplit([10, 11, 12, 13, 14], ['a', 'b', 'c', 'd', 'e'], { testSize: 0.4, randomState: 42 });
 * // { xTrain: [12, 10, 13], xTest: [11, 14], yTrain: ['c', 'a', 'd'], yTest: ['b', 'e'] }
 * ```
 * @see scikit-learn, sklearn.model_selection.train_test_split, ShuffleSplit */
export function trainTestSplit<X extends Samples, Y extends Samples>(
  x: X,
  y: Y,
  { testSize = 0.25, randomState }: SplitOptions = {},
): { xTrain: X; xTest: X; yTrain: Y; yTest: Y } {
  checkSamples('x', x);
  checkSamples('y', y);
  if (x.length !== y.length) {
    throw new RangeError(
      `Cannot split as x and y must have the same length: x has ${x.length}, y has ${y.length}`,
    );
  }
  const nTest = testCount(x.length, testSize);
  const order = (randomState === undefined ? random : new RandomState(randomState)).permutation(x.length);
  const test = order.subarray(0, nTest);
  const train = order.subarray(nTest);
  return { xTrain: take(x, train), xTest: take(x, test), yTrain: take(y, train), yTest: take(y, test) };
}

function testCount(nSamples: number, testSize: number): number {
  if (typeof testSize !== 'number') {
    throw new TypeError(
      `Cannot split ${nSamples} samples as testSize must be a number: got ${kindOf(testSize)}`,
    );
  }
  const isShare = testSize > 0 && testSize < 1;
  const nTest = isShare ? Math.ceil(testSize * nSamples) : testSize;
  if (!Number.isInteger(nTest) || nTest < 1 || nTest >= nSamples) {
    const [range, why] = isShare
      ? ['leave at least one sample in each set', `${testSize} of ${nSamples} samples is ${nTest}`]
      : [`be in (0, 1) or a whole number in [1, ${nSamples})`, `current value is ${testSize}`];
    throw new RangeError(`Cannot split ${nSamples} samples as testSize must ${range}: ${why}`);
  }
  return nTest;
}

function take<S extends Samples>(samples: S, order: Int32Array): S {
  const taken = Array.from(order, (i) => samples[i]);
  if (Array.isArray(samples)) return taken as unknown as S;
  return (samples.constructor as unknown as { from(values: unknown[]): S }).from(taken);
}

function checkSamples(name: string, samples: unknown): void {
  if (Array.isArray(samples) || (ArrayBuffer.isView(samples) && !(samples instanceof DataView))) return;
  const advice = isTensor(samples) ? `, take its numbers with await ${name}.array()` : '';
  throw new TypeError(`Cannot split as ${name} must be an array: got ${kindOf(samples)}${advice}`);
}
