import { UsageError } from './exit-code.js';

/** @throws {UsageError} If the text is not a number above 0. */
export function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new UsageError(`${option} takes a number above 0: got "${text}"`);
  return value;
}

/** @throws {UsageError} If the text is not a whole number of at least `min`. */
export function wholeNumber(option: string, text: string, min: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min || text.trim() === '')
    throw new UsageError(`${option} takes a whole number from ${min}: got "${text}"`);
  return value;
}

/** @throws {UsageError} If the text is none of the choices; names the nearest. */
export function choice<T extends string>(
  option: string,
  text: string,
  choices: readonly T[],
  nearest: (name: string, from: readonly string[]) => string | undefined,
): T {
  if ((choices as readonly string[]).includes(text)) return text as T;
  const near = nearest(text, choices);
  throw new UsageError(
    `${option} takes ${choices.join(', ')}: got "${text}"${near === undefined ? '' : `, did you mean "${near}"?`}`,
  );
}
