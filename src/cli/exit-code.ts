/** What the process ends with; the highest wins. */
export const EXIT = { passed: 0, failed: 1, usage: 2, broken: 3, interrupted: 130 } as const;

/** A command was called in a way that it cannot be: the message says how to call it. */
export class UsageError extends Error {
  override name = 'UsageError';
}
