import { countFeatures, type Rows } from './rows.js';

/** Standardises features: subtracts each feature's mean and divides by its standard deviation, as scikit-learn's scaler of
 * this name does. What was learned from the training set is then applied to any other.
 *
 * A feature that is the same in all rows becomes 0.
 * @example Usage
 * ```ts
 * const scaler = new StandardScaler();
 * scaler.fitTransform([[0, 5], [2, 5]]); // [[-1, 0], [1, 0]]
 * scaler.transform([[3, 5]]); // [[2, 0]]
 * ```
 * @see scikit-learn, sklearn.preprocessing.StandardScaler */
export class StandardScaler {
  #mean: number[] | undefined;
  #scale: number[] | undefined;

  /** Mean of each feature.
   * @throws {Error} Before `fit`. */
  get mean(): readonly number[] {
    return this.#learned(this.#mean, 'mean');
  }

  /** Standard deviation of each feature over the population (divided by n); 1 where it is 0.
   * @throws {Error} Before `fit`. */
  get scale(): readonly number[] {
    return this.#learned(this.#scale, 'scale');
  }

  /** Learns mean and standard deviation of each feature.
   * @param x Rows of finite numbers, at least one.
   * @throws {TypeError} If x is not an array of arrays of numbers.
   * @throws {RangeError} If x is empty, ragged, or holds what is not finite, or numbers whose squares are not. */
  fit(x: Rows): this {
    const nFeatures = countFeatures(x, 'fit');
    const mean = Array.from({ length: nFeatures }, (_, j) => {
      const estimate = sum(x, (row) => row[j]!) / x.length;
      // The second term is what rounding has left: the mean of equal numbers is then that number.
      return estimate + sum(x, (row) => row[j]! - estimate) / x.length;
    });
    this.#scale = mean.map((m, j) => {
      const variance = sum(x, (row) => (row[j]! - m) ** 2) / x.length;
      if (!Number.isFinite(variance)) {
        throw new RangeError(`Cannot fit as feature ${j} of x is too large: its variance is not finite`);
      }
      // scikit-learn's bound for the variance that rounding alone can give a constant feature.
      const rounding = x.length * Number.EPSILON;
      return variance <= rounding * variance + (rounding * m) ** 2 ? 1 : Math.sqrt(variance);
    });
    this.#mean = mean;
    return this;
  }

  /** Rows in units of the standard deviations, from the means.
   * @param x Rows with as many features as `fit` was given.
   * @throws {Error} Before `fit`, and as `fit`. */
  transform(x: Rows): number[][] {
    const [mean, scale] = this.#applicable(x, 'transform');
    return x.map((row) => row.map((value, j) => (value - mean[j]!) / scale[j]!));
  }

  /** `fit`, then `transform`, of the same rows. */
  fitTransform(x: Rows): number[][] {
    return this.fit(x).transform(x);
  }

  /** Rows in their first units again.
   * @throws {Error} As `transform`. */
  inverseTransform(x: Rows): number[][] {
    const [mean, scale] = this.#applicable(x, 'inverseTransform');
    return x.map((row) => row.map((value, j) => value * scale[j]! + mean[j]!));
  }

  #applicable(x: Rows, action: string): [mean: readonly number[], scale: readonly number[]] {
    const mean = this.#learned(this.#mean, action);
    const nFeatures = countFeatures(x, action);
    if (nFeatures !== mean.length) {
      throw new RangeError(
        `Cannot ${action} as rows must have ${mean.length} features, as in fit: these have ${nFeatures}`,
      );
    }
    return [mean, this.scale];
  }

  #learned(values: number[] | undefined, what: string): readonly number[] {
    if (values === undefined) throw new Error(`StandardScaler has no ${what} before fit: call fit(x) first`);
    return values;
  }
}

function sum(x: Rows, valueOf: (row: readonly number[]) => number): number {
  let total = 0;
  for (const row of x) total += valueOf(row);
  return total;
}
