import { setFlagsFromString } from 'node:v8';

/** For processes that live for seconds: V8 optimizes what has run for some milliseconds, instead of one. It would spend a fifth of
 * such a process's time on code that has hardly anything left to do. */
export function optimizeLater(): void {
  setFlagsFromString(`--interrupt-budget=${8 * V8_BUDGET}`);
}

/** V8's own, in bytes of bytecode. */
const V8_BUDGET = 66 << 10;
