import { createRequire } from 'node:module';

/** One thing to display, in several forms: MIME type → content. A front end shows the richest form that it knows. */
export type MimeBundle = Record<string, unknown>;

export interface DisplayOptions {
  /** With `update: true`, what was displayed under the same id changes in place. */
  displayId?: string;
  update?: boolean;
  /** Jupyter's metadata of a display. */
  metadata?: Record<string, unknown>;
}

/** What a process that runs cells offers under `Symbol.for('gradlab.host')` of `globalThis`. */
export interface DisplayHost {
  display(bundle: MimeBundle, options?: DisplayOptions): void;
  /** What is displayed goes to a check that looks at it, not to the front end. */
  readonly capturing?: boolean;
  /** `grading`: nobody watches. */
  readonly role?: string;
  /** Removes what the cell has put out. */
  clear?(wait: boolean): void;
  /** Tells, at any later time, whether the cell that is running now was interrupted. */
  watchInterrupt?(): () => boolean;
  /** How often an interrupt has ended code in the middle of what it did. */
  readonly abruptEnds?: number;
}

type Capture = (bundle: MimeBundle) => void;

const host = () =>
  (globalThis as Record<symbol, unknown>)[Symbol.for('gradlab.host')] as DisplayHost | undefined;

/** Set by `check()` in a kernel that is not gradlab's, while it looks at what is displayed. */
const capture = () =>
  (globalThis as Record<symbol, unknown>)[Symbol.for('gradlab.capture')] as Capture | undefined;

/** True while what is displayed does not reach the front end. */
export const isCaptured = (): boolean => capture() !== undefined || host()?.capturing === true;

/** Where what is displayed goes: to a front end, which can update it in place; to the terminal of a plain Node process;
 * or to nobody who watches, since a grader runs the notebook. */
export function audience(): 'front end' | 'terminal' | 'nobody' {
  if (isCaptured() || host()?.role === 'grading') return 'nobody';
  return host() !== undefined || tslabWriter() !== undefined ? 'front end' : 'terminal';
}

/** Displays a bundle wherever the code runs: in a gradlab kernel, in the tslab kernel, or, in a plain Node process, by
 * printing its `text/plain` form, if there is one.
 * @example Usage
 * ```ts
 * display({ 'text/html': '<b>0.93</b>', 'text/plain': '0.93' });
 * ``` */
export function display(bundle: MimeBundle, options: DisplayOptions = {}): void {
  const captured = capture();
  if (captured) return captured(bundle);
  const ownKernel = host();
  if (ownKernel) return ownKernel.display(bundle, options);
  const write = tslabWriter();
  const { displayId, update = false, metadata = {} } = options;
  if (write !== undefined) {
    return write(
      { data: bundle, metadata, transient: displayId === undefined ? {} : { display_id: displayId } },
      update,
    );
  }
  if (bundle['text/plain'] !== undefined) console.log(bundle['text/plain']);
}

/** Removes what the cell has put out so far, in a gradlab kernel; elsewhere nothing happens.
 * @param wait Only when the next output comes, so that the front end does not flicker.
 * @example Usage
 * ```ts
 * clearOutput(true);
 * console.log('step 2 of 10');
 * ``` */
export function clearOutput(wait = false): void {
  if (capture() === undefined) host()?.clear?.(wait);
}

/** The process that runs the notebook, if it is one of gradlab's. */
export const displayHost = host;

type TslabWriter = (
  message: { data: MimeBundle; metadata: Record<string, unknown>; transient: Record<string, unknown> },
  update: boolean,
) => void;

/** tslab's own `display` takes one MIME type a call. What is behind it takes a bundle, and is found among the modules that
 * this process has loaded: nobody has loaded it outside a tslab kernel. */
function tslabWriter(): TslabWriter | undefined {
  const { cache } = createRequire(import.meta.url);
  const path = Object.keys(cache).find((file) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  const writer: unknown = path === undefined ? undefined : cache[path]?.exports?.lastWriteDisplayData;
  return typeof writer === 'function' ? (writer as TslabWriter) : undefined;
}
