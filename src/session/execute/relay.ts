import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { UNABLE_TO_ANSWER } from './exit-codes.js';
import { afterCodeEnded, beforeCodeEnds } from './interruption.js';

/** Kinds of records in the ring. A long message comes in parts, the last of which is its `messageEnd`; one without an end
 * was cut off by an interrupt. */
export const RECORD = {
  message: 0,
  messageStart: 1,
  messagePart: 2,
  messageEnd: 3,
  stdout: 4,
  stderr: 5,
  cell: 6,
} as const;
/** Bytes of a record before its content: kind, length. */
export const RECORD_HEADER = 5;
export const RING_BYTES = 4 << 20;
/** Places in the header: how many bytes were ever put in, taken out and passed on (modulo 2³²), whether an interrupt waits for
 * its answer, who may touch the code that is running, and 1 once both requests that end it have been made. */
export const HEADER = {
  written: 0,
  read: 1,
  passedOn: 2,
  interrupt: 3,
  ending: 4,
  requested: 5,
  length: 6,
} as const;
/** The relay's thread ends code only from `none`; what it has asked for is `pending`, then `prepared`, and the code gone.
 * The cell's thread is `answering` an interrupt: nothing may be ended meanwhile. */
export const ENDING = { none: 0, pending: 1, prepared: 2, answering: 3 } as const;
/** Symbol of the function that the relay's thread calls before it ends the running code. */
export const PREPARE_END = 'gradlab.prepareEnd';
export const INTERRUPT = { none: 0, asked: 1, done: 2 } as const;

export interface RelayData {
  header: SharedArrayBuffer;
  ring: SharedArrayBuffer;
}

const MAX_RECORD = 1 << 20;
const { load, store, add, compareExchange, notify, wait } = Atomics;
const { apply } = Reflect;
const { set, subarray } = Uint8Array.prototype;
const { from } = Buffer;
const { now } = Date;
const { exit } = process;

/** Sends through memory that another thread empties, and hears interrupts from there.
 *
 * A cell may loop for ever, print in a loop, and be ended at any instruction. So its own thread only puts records into a
 * ring and commits each with one store; the other thread joins what was printed into few messages and writes them. */
export class Relay {
  readonly #header: Int32Array;
  readonly #ring: Uint8Array;
  #cell: string | undefined;

  /** @param onInterrupt Called on the cell's thread, as soon as that is free, and again until `interruptAnswered`. */
  constructor(onInterrupt: () => void) {
    const workerData: RelayData = {
      header: new SharedArrayBuffer(4 * HEADER.length),
      ring: new SharedArrayBuffer(RING_BYTES),
    };
    this.#header = new Int32Array(workerData.header);
    this.#ring = new Uint8Array(workerData.ring);
    const worker = new Worker(fileURLToPath(new URL('./relay-thread.bundle.cjs', import.meta.url)), {
      workerData,
      stdout: true,
      stderr: true,
      env: {},
      execArgv: [],
    });
    worker.unref();
    worker.on('error', () => exit(UNABLE_TO_ANSWER));
    worker.on('message', () => this.#answer(onInterrupt));
    Object.defineProperty(globalThis, Symbol.for(PREPARE_END), {
      value: () => {
        // Not `Atomics.wait`: V8 cannot wait within a wait, where this may have come in.
        const end = now() + 1000;
        while (load(this.#header, HEADER.requested) === 0 && now() < end);
        store(this.#header, HEADER.ending, ENDING.prepared);
        beforeCodeEnds();
      },
    });
    process.on('exit', () => this.#drain(EXIT_DRAIN_MS));
  }

  #answer(onInterrupt: () => void): void {
    const header = this.#header;
    if (load(header, HEADER.interrupt) !== INTERRUPT.asked) return;
    const before = compareExchange(header, HEADER.ending, ENDING.none, ENDING.answering);
    // This very call is what will be ended; it is made again.
    while (before === ENDING.pending) wait(header, HEADER.ending, ENDING.pending, 5);
    store(header, HEADER.ending, ENDING.answering);
    if (before === ENDING.prepared) afterCodeEnded();
    onInterrupt();
    store(header, HEADER.ending, ENDING.none);
  }

  /** The interrupted cell has ended: no code is ended by force any more. */
  interruptAnswered(): void {
    store(this.#header, HEADER.interrupt, INTERRUPT.done);
  }

  sendMessage(message: string): void {
    const bytes = from(message, 'utf8');
    if (bytes.length <= MAX_RECORD) return this.#put(RECORD.message, bytes);
    let at = MAX_RECORD;
    this.#put(RECORD.messageStart, part(bytes, 0, at));
    for (; bytes.length - at > MAX_RECORD; at += MAX_RECORD)
      this.#put(RECORD.messagePart, part(bytes, at, at + MAX_RECORD));
    this.#put(RECORD.messageEnd, part(bytes, at, bytes.length));
  }

  /** @param text At most 256 Ki characters. */
  sendText(cell: string, name: 'stdout' | 'stderr', text: string): void {
    if (cell !== this.#cell) this.#put(RECORD.cell, from(cell, 'utf8'));
    this.#cell = cell;
    this.#put(RECORD[name], from(text, 'utf8'));
  }

  #put(kind: number, content: Uint8Array): void {
    const size = RECORD_HEADER + content.length;
    const header = this.#header;
    const written = load(header, HEADER.written);
    for (;;) {
      const read = load(header, HEADER.read);
      if (((written - read) >>> 0) + size <= RING_BYTES) break;
      wait(header, HEADER.read, read, 20); // A short time, so that an interrupt finds its place.
    }
    const { length } = content;
    this.#ring[index(written)] = kind;
    for (let i = 0; i < 4; i++) this.#ring[index(written + 1 + i)] = length >>> (8 * i);
    const start = index(written + RECORD_HEADER);
    const first = length < RING_BYTES - start ? length : RING_BYTES - start;
    apply(set, this.#ring, [part(content, 0, first), start]);
    if (first < length) apply(set, this.#ring, [part(content, first, length), 0]);
    add(header, HEADER.written, size);
    notify(header, HEADER.written);
  }

  /** Waits until everything is passed on, for a process that is about to end. */
  #drain(timeoutMs: number): void {
    const end = now() + timeoutMs;
    for (;;) {
      const passedOn = load(this.#header, HEADER.passedOn);
      if (passedOn === load(this.#header, HEADER.written) || now() > end) return;
      wait(this.#header, HEADER.passedOn, passedOn, 20);
    }
  }
}

const EXIT_DRAIN_MS = 2000;

const index = (position: number) => (position >>> 0) % RING_BYTES;

const part = (bytes: Uint8Array, start: number, end: number): Uint8Array =>
  apply(subarray, bytes, [start, end]);
