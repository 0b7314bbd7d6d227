import os from 'node:os';
import {
  INTERRUPTED,
  makeMissingImages,
  Session,
  type InputRequest,
  workplaceFor,
  type CellOutcome,
  type SessionOutput,
} from '../session/index.js';

export interface SessionEvents {
  onOutput: (event: SessionOutput) => void;
  onInput: (request: InputRequest) => Promise<string | undefined>;
  /** The process has ended between two cells, and another takes its place. */
  onDeath: (reason: string) => void;
}

/** The session behind a kernel: started at once, and anew when a cell has ended its process. */
export class RunningSession {
  readonly #cwd: string;
  readonly #events: SessionEvents;
  #session: Promise<Session>;
  #current: Session | undefined;
  #closed = false;
  /** Cells that wait for a session to come up, and whether they were interrupted there. */
  readonly #waiting = new Set<{ interrupted: boolean }>();

  /** @param cwd The notebook's folder. */
  constructor(cwd: string, events: SessionEvents) {
    this.#cwd = cwd;
    this.#events = events;
    this.#session = this.#start();
    this.#session.catch(() => {}); // The first cell tells.
  }

  /** @param notebookId What the notebook's file calls the cell, where the front end tells. */
  async execute(id: string, source: string, notebookId: string | undefined): Promise<CellOutcome> {
    const waiting = { interrupted: false };
    this.#waiting.add(waiting);
    let session: Session;
    try {
      session = await this.#session;
    } catch (error) {
      this.#renew();
      throw error;
    } finally {
      this.#waiting.delete(waiting);
    }
    if (waiting.interrupted) return { status: 'error', error: INTERRUPTED, seconds: { compile: 0, run: 0 } };
    const outcome = await session.execute(id, source, Infinity, { notebookId });
    // What was written past the console comes another way, and may be a turn behind.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    if (session.death && !this.#closed) this.#renew();
    return outcome;
  }

  /** Ends the running cell, or what earlier cells have left running. */
  interrupt(): void {
    for (const waiting of this.#waiting) waiting.interrupted = true;
    this.#current?.interrupt();
  }

  /** The session, for questions about a cell that is being written. */
  ready(): Promise<Session> {
    return this.#session;
  }

  /** While true, the process waits before it puts out more. */
  hold(wait: boolean): void {
    if (wait) this.#current?.pauseOutput();
    else this.#current?.resumeOutput();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const session = await this.#session.catch(() => undefined);
    await session?.close();
  }

  #renew(): void {
    const old = this.#current;
    this.#current = undefined;
    void old?.close();
    this.#session = this.#start();
    this.#session.catch(() => {});
  }

  async #start(): Promise<Session> {
    const session = await Session.start({
      workplace: kernelWorkplace(this.#cwd),
      cwd: this.#cwd,
      interruptible: true,
      env: { ...(process.env as Record<string, string>) },
      limits: {
        compileTimeoutMs: COMPILE_TIMEOUT_MS,
        memoryMiB: kernelMemoryMiB(),
        maxOutputBytes: MAX_OUTPUT_BYTES,
      },
      onOutput: this.#events.onOutput,
      onInput: this.#events.onInput,
      onDeath: (reason) => {
        this.#events.onDeath(reason);
        if (!this.#closed) this.#renew();
      },
    });
    this.#current = session;
    return session;
  }
}

/** Makes the start-up images of kernels in this folder, where they are missing.
 * @returns How many.
 * @throws {Error} If they cannot be made; kernels then start without. */
export function makeKernelImages(cwd: string, signal?: AbortSignal): Promise<number> {
  return makeMissingImages({ workplace: kernelWorkplace(cwd), memoryMiB: kernelMemoryMiB() }, signal);
}

const kernelWorkplace = (cwd: string) => ({ ...workplaceFor(cwd, { root: cwd }), editing: true });

/** Half of the machine's, at most 4 GiB, unless `GRADLAB_MEMORY_MIB` says how much: a cell that allocates without end is to end its process
 * before the machine stands still. */
export function kernelMemoryMiB(): number {
  const wanted = Math.floor(Number(process.env['GRADLAB_MEMORY_MIB']));
  return wanted >= 256 ? wanted : Math.min(4096, 256 * Math.floor(machineMemory() / 2 / (256 << 20)));
}

const COMPILE_TIMEOUT_MS = 120_000;
/** In bytes; a container may have less than its machine. */
function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

/** Per cell. Front ends take less; nothing is cut before they have their say. */
const MAX_OUTPUT_BYTES = 1 << 30;
