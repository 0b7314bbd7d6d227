import os from 'node:os';
import { Session, workplaceFor, type CellOutcome, type SessionOutput } from '../session/index.js';

export interface SessionEvents {
  onOutput: (event: SessionOutput) => void;
  onInput: (request: { cell: string; prompt: string }) => Promise<string | undefined>;
}

/** The session behind a kernel: started at once, and anew when a cell has ended its process. */
export class RunningSession {
  readonly #cwd: string;
  readonly #events: SessionEvents;
  #session: Promise<Session>;
  #current: Session | undefined;
  #closed = false;

  /** @param cwd The notebook's folder. */
  constructor(cwd: string, events: SessionEvents) {
    this.#cwd = cwd;
    this.#events = events;
    this.#session = this.#start();
  }

  async execute(id: string, source: string): Promise<CellOutcome> {
    if (this.#current?.death) this.#renew(); // It ended between two cells.
    const session = await this.#session;
    const outcome = await session.execute(id, source, Infinity);
    // What was written past the console comes another way, and may be a turn behind.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    if (session.death && !this.#closed) this.#renew();
    return outcome;
  }

  /** Ends the running cell, or what earlier cells have left running. */
  interrupt(): void {
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
  }

  async #start(): Promise<Session> {
    const session = await Session.start({
      workplace: { ...workplaceFor(this.#cwd, { root: this.#cwd }), editing: true },
      cwd: this.#cwd,
      interruptible: true,
      env: { ...(process.env as Record<string, string>) },
      limits: {
        compileTimeoutMs: COMPILE_TIMEOUT_MS,
        memoryMiB: Math.floor((os.totalmem() / 2 ** 20) * SHARE_OF_MEMORY),
        maxOutputBytes: MAX_OUTPUT_BYTES,
      },
      onOutput: this.#events.onOutput,
      onInput: this.#events.onInput,
    });
    this.#current = session;
    return session;
  }
}

const COMPILE_TIMEOUT_MS = 120_000;
/** Of the machine's memory: a cell that wants more ends its process, not the machine. */
const SHARE_OF_MEMORY = 0.75;
/** Per cell. Front ends take less; nothing is cut before they have their say. */
const MAX_OUTPUT_BYTES = 1 << 30;
