import { kindOf } from '../kind-of.js';

/** For the first line of a schedule's `at`.
 * @throws {TypeError} If step is not a number.
 * @throws {RangeError} If step is negative or not finite; it may be between two whole numbers. */
export function checkStep(step: number): void {
  check('Cannot give a learning rate', 'step', step, step >= 0, 'finite and >= 0');
}

/** For a schedule's constructor.
 * @param name Of the argument, for the error.
 * @throws {TypeError} If value is not a number.
 * @throws {RangeError} If value is not finite and > 0.
 * @example Usage
 * ```ts
 * checkPositive('decaySteps', 0); // RangeError: Cannot make a schedule as decaySteps must be finite and > 0: current value is 0
 * ``` */
export function checkPositive(name: string, value: number): void {
  check('Cannot make a schedule', name, value, value > 0, 'finite and > 0');
}

/** For a schedule's constructor.
 * @param name Of the argument, for the error.
 * @throws {TypeError} If value is not a number.
 * @throws {RangeError} If value is not in [min, max], or not finite. */
export function checkRange(name: string, value: number, min: number, max = Infinity): void {
  const range = max === Infinity ? `finite and >= ${min}` : `in [${min}, ${max}]`;
  check('Cannot make a schedule', name, value, value >= min && value <= max, range);
}

function check(action: string, name: string, value: unknown, isInRange: boolean, range: string): void {
  if (typeof value !== 'number') {
    throw new TypeError(`${action} as ${name} must be a number: got ${kindOf(value)}`);
  }
  if (!isInRange || !Number.isFinite(value)) {
    throw new RangeError(`${action} as ${name} must be ${range}: current value is ${value}`);
  }
}
