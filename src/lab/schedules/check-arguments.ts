/** For the first line of a schedule's `at`.
 * @throws {RangeError} If step is negative or not finite; it may be between two whole numbers. */
export function checkStep(step: number): void {
  if (typeof step !== 'number' || !(step >= 0 && step < Infinity)) {
    throw new RangeError(
      `A schedule has rates for finite steps >= 0: current value of step is ${shown(step)}`,
    );
  }
}

/** For a schedule's constructor.
 * @param name Of the argument, for the error.
 * @throws {RangeError} If value is not a finite number > 0. */
export function checkPositive(name: string, value: number): void {
  if (typeof value !== 'number' || !(value > 0 && value < Infinity)) {
    throw new RangeError(
      `Cannot make a schedule as ${name} must be finite and > 0: current value is ${shown(value)}`,
    );
  }
}

/** For a schedule's constructor.
 * @param name Of the argument, for the error.
 * @throws {RangeError} If value is not a number in [min, max], or not finite. */
export function checkRange(name: string, value: number, min: number, max = Infinity): void {
  if (typeof value !== 'number' || !(value >= min && value <= max && value < Infinity)) {
    const range = max === Infinity ? `finite and >= ${min}` : `in [${min}, ${max}]`;
    throw new RangeError(
      `Cannot make a schedule as ${name} must be ${range}: current value is ${shown(value)}`,
    );
  }
}

const shown = (value: unknown) => (typeof value === 'object' && value !== null ? 'an object' : String(value));
