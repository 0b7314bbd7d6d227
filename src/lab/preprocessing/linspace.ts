/** `num` numbers from start to stop, both included, at equal distances: NumPy's `linspace`, to the last bit.
 * @param num Whole number >= 0; 1 gives start alone.
 * @throws {RangeError} If start, stop or their distance is not finite, or num is not a whole number >= 0.
 * @example Usage
 * ```ts
 * linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
 * ```
 * @see NumPy, numpy.linspace */
export function linspace(start: number, stop: number, num = 50): number[] {
  const distance = stop - start;
  if (!Number.isFinite(distance)) {
    throw new RangeError(
      `Cannot space numbers as start, stop and their distance must be finite: current values are ${start}, ${stop}`,
    );
  }
  if (!Number.isInteger(num) || num < 0) {
    throw new RangeError(`Cannot space numbers as num must be a whole number >= 0: current value is ${num}`);
  }
  if (num === 1) return [start];
  const step = distance / (num - 1);
  // A step that is too small for a number: NumPy divides first then.
  const offset = (i: number) => (step === 0 ? (i / (num - 1)) * distance : i * step);
  return Array.from({ length: num }, (_, i) => (i === num - 1 ? stop : offset(i) + start));
}
