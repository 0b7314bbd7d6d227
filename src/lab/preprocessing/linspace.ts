/** `num` numbers from start to stop, both included, at equal distances: NumPy's `linspace`, to the last bit.
 * @param num Whole number >= 0; 1 gives start alone.
 * @throws {RangeError} If a bound is not finite or num is not a whole number >= 0.
 * @example Usage
 * ```ts
 * linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
 * ``` */
export function linspace(start: number, stop: number, num = 50): number[] {
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new RangeError(
      `Cannot space numbers as start and stop must be finite: current values are ${start}, ${stop}`,
    );
  }
  if (!Number.isInteger(num) || num < 0) {
    throw new RangeError(`Cannot space numbers as num must be a whole number >= 0: current value is ${num}`);
  }
  const step = (stop - start) / (num - 1);
  return Array.from({ length: num }, (_, i) => (i === num - 1 && num > 1 ? stop : start + (i && i * step)));
}
