/** Random numbers from NumPy's legacy generator: the same seed gives the same numbers as `np.random.seed`, so that results
 * can be compared with a course or paper that uses NumPy. To the last bit, except for normal numbers: these go through the
 * C library's logarithm there and V8's here, and differ by up to two units in the last place.
 *
 * Not for secrets: the Mersenne twister can be predicted from its output.
 * @example Usage
 * ```ts
 * const random = new RandomState(42);
 * random.randint(60_000); // 56422, as np.random.seed(42); np.random.randint(60_000)
 * ```
 * @see Matsumoto and Nishimura, Mersenne Twister, 1998; NumPy, RandomState (frozen since NEP 19). */
export class RandomState {
  readonly #state = new Uint32Array(624);
  #next = 624;
  #spareNormal: number | undefined;

  /** @param seed Whole number in [0, 2^32).
   * @throws {RangeError} If seed is anything else. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw new RangeError(
        `Cannot seed as seed must be a whole number in [0, 2^32): current value is ${seed}`,
      );
    }
    this.#state[0] = seed;
    for (let i = 1; i < 624; i++) {
      const before = this.#state[i - 1]!;
      this.#state[i] = Math.imul(before ^ (before >>> 30), 1812433253) + i;
    }
  }

  /** Uniform in [0, 1), with 53 random bits. */
  random(): number {
    const high = this.#uint32() >>> 5;
    const low = this.#uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Normal with mean 0 and standard deviation 1 (Marsaglia's polar method, which makes two numbers at a time). */
  randn(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    let x, y, squaredRadius;
    do {
      x = 2 * this.random() - 1;
      y = 2 * this.random() - 1;
      squaredRadius = x * x + y * y;
    } while (squaredRadius >= 1 || squaredRadius === 0);
    const factor = Math.sqrt((-2 * Math.log(squaredRadius)) / squaredRadius);
    this.#spareNormal = factor * x;
    return factor * y;
  }

  /** Whole numbers drawn with replacement, each equally likely.
   * @param low Smallest number; 0 when only `high` is given.
   * @param high One more than the largest number: low < high <= low + 2^32.
   * @param size How many; without it, one number is returned instead of an array.
   * @throws {RangeError} If a bound is not a whole number, the range is empty or too wide, or size is not a whole number >= 0.
   * @example Usage
   * ```ts
   * new RandomState(0).randint(0, 10, 5); // Int32Array [5, 0, 3, 3, 7]
   * ``` */
  randint(high: number): number;
  randint(low: number, high: number): number;
  randint(low: number, high: number, size: number): Int32Array;
  randint(...args: [number] | [number, number] | [number, number, number]): number | Int32Array {
    const [low, high] = args.length === 1 ? [0, args[0]] : args;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low >= high || high - low > 2 ** 32) {
      throw new RangeError(
        `Cannot draw whole numbers as low < high <= low + 2^32 must hold: current values are low ${low}, high ${high}`,
      );
    }
    if (args.length < 3) return low + this.#upTo(high - 1 - low);
    const size = args[2]!;
    if (!Number.isInteger(size) || size < 0) {
      throw new RangeError(`Cannot draw ${size} numbers as size must be a whole number >= 0`);
    }
    if (low < -(2 ** 31) || high > 2 ** 31) {
      throw new RangeError(
        `Cannot fill an Int32Array from low ${low}, high ${high}: both must be in [-2^31, 2^31]`,
      );
    }
    return Int32Array.from({ length: size }, () => low + this.#upTo(high - 1 - low));
  }

  /** The numbers 0 … n - 1 in random order.
   * @throws {RangeError} If n is not a whole number in [0, 2^31). */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n >= 2 ** 31) {
      throw new RangeError(`Cannot permute ${n} numbers as n must be a whole number in [0, 2^31)`);
    }
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.#upTo(i);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }

  /** Uniform in 0 … largest: as many low bits as largest has, drawn again while above it. No draw for largest 0. */
  #upTo(largest: number): number {
    if (largest === 0) return 0;
    const mask = 2 ** (32 - Math.clz32(largest)) - 1;
    let value;
    do value = (this.#uint32() & mask) >>> 0;
    while (value > largest);
    return value;
  }

  #uint32(): number {
    const state = this.#state;
    if (this.#next === 624) {
      for (let k = 0; k < 624; k++) {
        const y = (state[k]! & 0x80000000) | (state[(k + 1) % 624]! & 0x7fffffff);
        state[k] = state[(k + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.#next = 0;
    }
    let y = state[this.#next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }
}
