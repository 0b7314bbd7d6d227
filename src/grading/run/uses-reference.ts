import type { AutomaticCheck } from '../define/check.js';

/** True if what a check expects is what the solution returns. */
export function usesReference({ expected, observed }: AutomaticCheck): boolean {
  if (typeof expected !== 'function') return false;
  let used = false;
  expected({
    input: observed.input.fixed,
    get reference() {
      used = true;
      return undefined;
    },
  });
  return used;
}
