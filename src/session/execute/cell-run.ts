import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a cell: what it starts belongs to it, across awaits and timers. */
export interface CellRun {
  readonly cell: string;
  /** When it was interrupted, as `performance.now()` tells it. */
  interruptedAt?: number;
}

/** The run that the code that is running was started by. */
export const currentRun = new AsyncLocalStorage<CellRun>();
