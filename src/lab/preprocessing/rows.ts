import { isTensor, kindOf } from '../kind-of.js';

/** Rows of numbers: `x[i][j]` is feature j of sample i. */
export type Rows = readonly (readonly number[])[];

/** The number of features of rows that a computation can use.
 * @param action For the error: what cannot be done with other values, e.g. `fit`.
 * @throws {TypeError} If x is not an array of arrays of numbers.
 * @throws {RangeError} If there is no row, rows differ in length, or a number is not finite. */
export function countFeatures(x: Rows, action: string): number {
  if (!Array.isArray(x)) {
    const advice = isTensor(x) ? ', take its numbers with await x.array()' : '';
    throw new TypeError(`Cannot ${action} as x must be an array of rows: got ${kindOf(x)}${advice}`);
  }
  if (x.length === 0) throw new RangeError(`Cannot ${action} as x must have at least one row: it is empty`);
  const nFeatures = (x[0] as readonly number[] | undefined)?.length;
  for (const [i, row] of x.entries()) {
    if (!Array.isArray(row)) {
      throw new TypeError(`Cannot ${action} as x[${i}] must be an array of numbers: got ${kindOf(row)}`);
    }
    if (row.length !== nFeatures) {
      throw new RangeError(
        `Cannot ${action} as all rows must have the same length: x[0] has ${nFeatures}, x[${i}] has ${row.length}`,
      );
    }
    for (let j = 0; j < row.length; j++) {
      const value: unknown = row[j];
      if (typeof value !== 'number') {
        throw new TypeError(`Cannot ${action} as x[${i}][${j}] must be a number: got ${kindOf(value)}`);
      }
      if (!Number.isFinite(value)) {
        throw new RangeError(`Cannot ${action} as x[${i}][${j}] must be finite: current value is ${value}`);
      }
    }
  }
  if (nFeatures === 0) throw new RangeError(`Cannot ${action} as rows must have at least one number`);
  return nFeatures!;
}
