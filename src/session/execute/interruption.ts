import type { ErrorReport } from '../wire/messages.js';
import { currentRun, type CellRun } from './cell-run.js';
import { reportError } from './stack-trace.js';

/** What a cell ends with that was interrupted before its code began; the name is Jupyter's. */
export const INTERRUPTED: ErrorReport = {
  name: 'KeyboardInterrupt',
  message: 'The cell was interrupted; the values of the notebook are kept',
  stack: ['KeyboardInterrupt: The cell was interrupted; the values of the notebook are kept'],
};

class KeyboardInterrupt extends Error {
  override name = INTERRUPTED.name;
}

export const isInterrupt = (thrown: unknown): boolean => thrown instanceof KeyboardInterrupt;

/** Where code of a cell goes on after an `await`: not if the cell was interrupted meanwhile. An exception, so that
 * `finally` runs. */
export function resume<T>(value: T): T {
  if (currentRun.getStore()?.interruptedAt === undefined) return value;
  const interrupt = new KeyboardInterrupt(INTERRUPTED.message);
  rememberEnd(framesOf(interrupt)); // Whoever waits for this code may catch it.
  throw interrupt;
}

let ends = 0;
/** Where the cell's code was ended. */
let endedAt: readonly string[] = [];

/** A cell begins that nothing has ended yet. */
export function forgetEnd(): void {
  endedAt = [];
}

/** What an interrupted cell ends with: with the lines that it was at, where its code had to be ended. */
export const interruptedReport = (): ErrorReport => ({
  ...INTERRUPTED,
  stack: [...INTERRUPTED.stack, ...endedAt],
});

/** How often code was ended in the middle of what it did. */
export const abruptEnds = (): number => ends;

/** To be called before V8 ends the running code. Up to Node 22 following contexts across awaits makes Node keep a stack of
 * them, and abort when it finds entries unfinished; nothing is checked while nobody follows. */
export function beforeCodeEnds(): void {
  ends++;
  rememberEnd(framesBelow());
  forgetStack();
  currentRun.disable();
}

function rememberEnd(frames: string[]): void {
  if (endedAt.length === 0 && frames.some((frame) => frame.includes('cell:'))) endedAt = frames;
}

/** The calls that V8 is in the middle of. Ours come first, then the one by which it was asked to call them. */
function framesBelow(): string[] {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = MOST_FRAMES;
    return framesOf(new KeyboardInterrupt(INTERRUPTED.message));
  } catch {
    return []; // No room for another call: the end itself must not fail.
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const framesOf = (interrupt: KeyboardInterrupt): string[] =>
  reportError(interrupt).stack.filter((line) => /^\s+at /.test(line) && !line.includes('<anonymous>:1:'));

/** A training's own lines are below dozens of packages'. */
const MOST_FRAMES = 50;

/** To be called when the code has ended, before anything else runs. */
export function afterCodeEnded(): void {
  forgetStack();
  currentRun.run({ cell: '' }, () => {}); // Contexts are followed again.
}

/** What Node does itself after an uncaught exception; the handlers of those are not asked. */
function forgetStack(): void {
  setCapture(() => {});
  handleUncaught(new KeyboardInterrupt(INTERRUPTED.message));
  setCapture(null);
}

const setCapture = process.setUncaughtExceptionCaptureCallback.bind(process);

const { _fatalException: handleUncaught } = process as unknown as {
  _fatalException: (error: unknown) => boolean;
};

const { now } = performance;
const { apply } = Reflect;
const { setPrototypeOf, defineProperties, getOwnPropertyDescriptors } = Object;

/** Timers of an interrupted cell fire a moment longer, so that its own code can end in an orderly way; then no more, which
 * also ends loops in libraries, such as a training. */
export function installTimers(): void {
  const global = globalThis as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) {
    const original = global[name]!;
    const timer = function (this: unknown, callback: unknown, ...args: unknown[]): unknown {
      if (typeof callback !== 'function') return apply(original, this, [callback, ...args]);
      const guarded = function (this: unknown, ...given: unknown[]): unknown {
        return isOver(currentRun.getStore()) ? undefined : apply(callback, this, given);
      };
      return apply(original, this, [guarded, ...args]);
    };
    // `util.promisify(setTimeout)`, the name and the number of parameters stay what they are.
    defineProperties(timer, getOwnPropertyDescriptors(original));
    global[name] = setPrototypeOf(timer, Object.getPrototypeOf(original)) as typeof timer;
  }
}

const GRACE_MS = 250;

const isOver = (run: CellRun | undefined): boolean =>
  run?.interruptedAt !== undefined && apply(now, performance, []) - run.interruptedAt > GRACE_MS;
