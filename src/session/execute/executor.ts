import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { Duplex } from 'node:stream';
import type { ExecutorProcess } from '../isolate/executor-process.js';
import { FrameReader, toFrames } from '../wire/frames.js';
import { decode, encode } from '../wire/tagged-json.js';
import type { Request } from '../wire/messages.js';
import { sealWith, UNSEALED } from '../wire/seal.js';
import { NO_FOLDER, UNABLE_TO_ANSWER } from './exit-codes.js';
import { readReply, type CheckedReply } from './read-reply.js';
import { usageOf } from './process-usage.js';
import { Deadline } from '../deadline.js';

/** Why a process that executes cells is gone. */
export interface Death {
  kind: 'timeout' | 'crashed';
  /** For people: what happened, with numbers. */
  reason: string;
}

export type Answer = { reply: Extract<CheckedReply, { type: 'ran' | 'probed' }> } | { death: Death };

type Unasked = Extract<CheckedReply, { type: 'stream' | 'display' | 'clear' | 'late-error' }>;

export interface ExecutorEvents {
  /** Output and late errors, in order. */
  onOutput: (event: Unasked) => void;
  /** The process has ended while nothing was asked of it. */
  onDeath?: ((reason: string) => void) | undefined;
  /** A deadline has passed in which the process slept for most of the time. */
  onSleepingTimeout?: (() => void) | undefined;
  /** A cell asks; `prompt` ends with a message where this is left out, or gives undefined. */
  onInput?: ((request: InputRequest) => Promise<string | undefined>) | undefined;
}

export type InputRequest = Omit<Extract<CheckedReply, { type: 'input-request' }>, 'type'>;

interface Pending {
  id: string;
  settle: (answer: Answer) => void;
}

/** The grader's, runner's or kernel's end of a process that executes cells. */
export class Executor {
  readonly #process: ExecutorProcess;
  readonly #channel: Duplex;
  readonly #reader: FrameReader;
  readonly #events: ExecutorEvents;
  readonly #memoryMiB: number;
  readonly #maxBytes: number;
  /** Bytes since the last request. */
  #received = 0;
  /** The cell that ran last. */
  #cell = '';
  #pending: Pending | undefined;
  /** Questions for names, by their ids. */
  readonly #membersAsked = new Map<string, (names: string[]) => void>();
  #isUp = false;
  #closing = false;
  /** The end of what the process has written to stderr past the console: V8's last words. */
  #lastWords = '';
  #death: Death | undefined;
  #watch: NodeJS.Timeout | undefined;
  readonly #exited: Promise<void>;
  #ready!: () => void;
  #seal = UNSEALED;
  /** Highest resident memory seen, in MiB; 0 where the system does not tell. */
  peakMiB = 0;

  constructor(
    process: ExecutorProcess,
    limits: { memoryMiB: number; maxBytes: number },
    events: ExecutorEvents,
  ) {
    const { child } = process;
    this.#process = process;
    this.#events = events;
    this.#memoryMiB = limits.memoryMiB;
    this.#maxBytes = limits.maxBytes;
    this.#reader = new FrameReader(limits.maxBytes);
    this.#channel = child.stdio[3] as Duplex;
    this.#channel.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A process that has closed its channel and lives on will never answer; most often it ends, and tells why.
    this.#channel.once('end', () => {
      const reason = 'The process closed the channel that its answers come on';
      setTimeout(() => this.#death ?? this.kill({ kind: 'crashed', reason }), PIPES_TIMEOUT_MS).unref();
    });
    // The process died while we wrote: its exit tells why.
    for (const stream of child.stdio.slice(3)) stream?.on('error', () => {});
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]!.setEncoding('utf8').on('data', (text: string) => this.#directOutput(name, text));
    }
    this.#exited = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#die({ kind: 'crashed', reason: `The process could not be started: ${error.message}` });
        resolve();
      });
      child.once('exit', () => {
        process.kill();
        // A process that it has started and that was not found may hold its pipes open.
        setTimeout(() => child.stdio.forEach((stream) => stream?.destroy()), PIPES_TIMEOUT_MS).unref();
      });
      child.once('close', (code, signal) => {
        this.#die({ kind: 'crashed', reason: exitReason(code, signal, this.#lastWords) });
        resolve();
      });
    });
    this.#watch = setInterval(() => this.#watchUsage(), 100);
  }

  get death(): Death | undefined {
    return this.#death;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Waits for the process to come up. */
  async configure(
    request: Extract<Request, { type: 'configure' }>,
    timeoutMs: number,
  ): Promise<Death | undefined> {
    const ready = new Promise<void>((resolve) => (this.#ready = resolve));
    this.#write(request);
    if (request.sealKey !== undefined) this.#seal = sealWith(request.sealKey);
    const timer = setTimeout(
      () => this.kill({ kind: 'timeout', reason: `The process did not start within ${timeoutMs / 1000} s` }),
      timeoutMs,
    );
    await Promise.race([ready, this.#exited]);
    clearTimeout(timer);
    this.#isUp = this.#death === undefined;
    return this.#death;
  }

  /** Sends a request and waits for its answer, its end, or the deadline. */
  request(
    request: WithoutId<Extract<Request, { type: 'run' | 'probe' }>>,
    timeoutMs: number,
  ): Promise<Answer> {
    if (this.#death) return Promise.resolve({ death: this.#death });
    if (this.#pending) throw new Error('Cannot run two requests at once in one process');
    const id = randomUUID();
    this.#received = 0;
    if (request.type === 'run') this.#cell = request.cell;
    return new Promise((resolve) => {
      const deadline = new Deadline(this.pid, timeoutMs, (slept) => {
        if (slept) this.#events.onSleepingTimeout?.();
        this.kill({ kind: 'timeout', reason: `Still running after ${timeoutMs / 1000} s` });
      });
      this.#pending = {
        id,
        settle: (answer) => {
          deadline.clear();
          this.#pending = undefined;
          resolve(answer);
        },
      };
      this.#write({ ...request, id });
    });
  }

  /** Tells of a cell that does not compile: checks in the notebook say so. */
  refuse(refused: Omit<Extract<Request, { type: 'refused' }>, 'type'>): void {
    if (!this.#death) this.#write({ type: 'refused', ...refused });
  }

  /** The names that could follow a variable of the cells and these keys, also while a cell runs and waits.
   * @returns None where there is no answer in time. */
  members(name: string, keys: string[], timeoutMs: number): Promise<string[]> {
    if (this.#death) return Promise.resolve([]);
    const id = randomUUID();
    return new Promise((resolve) => {
      const settle = (names: string[]) => {
        deadline.clear();
        this.#membersAsked.delete(id);
        resolve(names);
      };
      const deadline = new Deadline(this.pid, timeoutMs, () => settle([]));
      this.#membersAsked.set(id, settle);
      this.#write({ type: 'members', id, name, keys });
    });
  }

  /** Asks the process to end the cell that is running and keep its values; it was started with `interruptible`. */
  interrupt(): void {
    (this.#process.child.stdio[4] as Duplex).write('!');
  }

  /** No output is read until `resumeOutput`: the process waits when its channel is full. */
  pauseOutput(): void {
    this.#channel.pause();
  }

  resumeOutput(): void {
    this.#channel.resume();
  }

  /** Ends the process at once, with everything that it has started. */
  kill(death: Death): void {
    this.#die(death);
    this.#process.kill();
  }

  /** Ends the programs that cells have started, and not the process itself. */
  endPrograms(): void {
    this.#process.killPrograms();
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.kill({ kind: 'crashed', reason: 'The session was closed' });
    await this.#exited;
    this.#channel.destroy();
  }

  #die(death: Death): void {
    if (this.#death) return;
    this.#death = death;
    clearInterval(this.#watch);
    if (this.#pending) this.#pending.settle({ death });
    else if (this.#isUp && !this.#closing) this.#events.onDeath?.(death.reason);
  }

  #write(request: Request): void {
    for (const frame of toFrames(this.#seal.close(encode(request)))) this.#channel.write(frame);
  }

  #receive(chunk: Buffer): void {
    if (this.#death) return;
    this.#received += chunk.length;
    try {
      if (this.#received > this.#maxBytes)
        throw new RangeError(`more than ${mebibytes(this.#maxBytes)} MiB of messages`);
      for (const message of this.#reader.push(chunk))
        this.#handle(readReply(decode(this.#seal.open(message))));
    } catch (error) {
      // A parser's words repeat what was sent: where that may tell too much, the grader leaves them out.
      const reason = error instanceof Error ? error.message : String(error);
      this.kill({ kind: 'crashed', reason: `The process sent what cannot be read: ${reason}` });
    }
  }

  #handle(reply: CheckedReply): void {
    if (this.#death) return;
    if (reply.type === 'ready') this.#ready();
    else if (reply.type === 'ran' || reply.type === 'probed') {
      if (reply.id === this.#pending?.id) this.#pending.settle({ reply });
    } else if (reply.type === 'members') this.#membersAsked.get(reply.id)?.(reply.names);
    else if (reply.type === 'input-request') void this.#ask(reply);
    else this.#events.onOutput(reply);
  }

  async #ask(request: InputRequest): Promise<void> {
    const text = await this.#events.onInput?.(request);
    if (!this.#death) this.#write({ type: 'input', text: text ?? null });
  }

  /** What was written to descriptors 1 and 2 past the console, by native code or programs that a cell has started. */
  #directOutput(name: 'stdout' | 'stderr', written: string): void {
    const text = written.replace(INSPECTORS_WORDS, '');
    if (text === '') return;
    this.#received += text.length;
    if (name === 'stderr') this.#lastWords = (this.#lastWords + text).slice(-8192);
    if (this.#received > this.#maxBytes) {
      this.kill({
        kind: 'crashed',
        reason: `The process printed more than ${mebibytes(this.#maxBytes)} MiB`,
      });
    } else if (!this.#death) this.#events.onOutput({ type: 'stream', cell: this.#cell, name, text });
  }

  #watchUsage(): void {
    const { residentMiB, threads, files } = usageOf(this.pid, this.#process.places);
    this.peakMiB = Math.max(this.peakMiB, residentMiB);
    if (residentMiB > this.#memoryMiB) {
      const reason = `Out of memory: the process used more than ${this.#memoryMiB} MiB`;
      this.kill({ kind: 'crashed', reason });
    } else if (threads > MAX_THREADS) {
      this.kill({ kind: 'crashed', reason: `The process started more than ${MAX_THREADS} threads` });
    } else if (files > MAX_FILES) {
      this.kill({ kind: 'crashed', reason: `The process made more than ${MAX_FILES} files` });
    }
  }
}

/** Node's, at the end of a process that can be interrupted; nobody debugs it. */
const INSPECTORS_WORDS = 'Waiting for the debugger to disconnect...\n';

/** Node has about ten; a session's own, and a cell's workers, come to it. */
const MAX_THREADS = 256;

/** As many as fit with something in them. */
const MAX_FILES = 16_384;

/** How long pipes may stay open after the process has ended. */
const PIPES_TIMEOUT_MS = 2000;

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);

function exitReason(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  // A box ends with 128 and the number of the signal that has ended what was in it.
  const ended = signal ?? (code !== null && code > 128 ? SIGNAL_NAMES.get(code - 128) : undefined);
  if (ended !== undefined && /out of memory|Allocation failed/i.test(lastWords))
    return 'Out of memory: the process was ended by V8 (heap limit)';
  if (ended === 'SIGABRT') return 'The process aborted (process.abort, or a fault in native code)';
  if (code === NO_FOLDER) return 'The process cannot enter its working folder';
  if (code === UNABLE_TO_ANSWER)
    return 'The process could not go on: a cell has replaced built-in functions that it needs';
  if (ended !== undefined) return `The process was ended by signal ${ended}`;
  return `The process ended itself with exit code ${code} (process.exit?)`;
}

const SIGNAL_NAMES = new Map(Object.entries(os.constants.signals).map(([name, number]) => [number, name]));
