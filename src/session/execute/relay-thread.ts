/** Program of the thread beside a cell's: writes what the cell has put into the ring, and ends the cell's code when an
 * interrupt comes in on descriptor 4. */
import fs from 'node:fs';
import inspector from 'node:inspector';
import net from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { encode } from '../wire/tagged-json.js';
import { toFrames } from '../wire/frames.js';
import {
  ENDING,
  HEADER,
  INTERRUPT,
  PREPARE_END,
  RECORD,
  RECORD_HEADER,
  RING_BYTES,
  type RelayData,
} from './relay.js';

const CHANNEL = 3;
const INTERRUPTS = 4;
/** Text that is joined into one message. */
const JOINED_BYTES = 256 << 10;

const data = workerData as RelayData;
const header = new Int32Array(data.header);
const ring = Buffer.from(data.ring);

let read = Atomics.load(header, HEADER.read);
let cell = '';
let text: Buffer[] = [];
let textBytes = 0;
let textName: 'stdout' | 'stderr' = 'stdout';
let parts: Buffer[] = [];

async function relay(): Promise<void> {
  for (;;) {
    const written = Atomics.load(header, HEADER.written);
    if (written === read) {
      await flushText();
      Atomics.store(header, HEADER.passedOn, read);
      Atomics.notify(header, HEADER.passedOn);
      const waiting = Atomics.waitAsync(header, HEADER.written, written);
      if (waiting.async) await waiting.value;
      continue;
    }
    const kind = ring[index(read)]!;
    const length = readLength(read + 1);
    await take(kind, copyOf(read + RECORD_HEADER, length));
    read = (read + RECORD_HEADER + length) | 0;
    Atomics.store(header, HEADER.read, read);
    Atomics.notify(header, HEADER.read);
  }
}

async function take(kind: number, content: Buffer): Promise<void> {
  if (kind === RECORD.stdout || kind === RECORD.stderr) {
    const name = kind === RECORD.stdout ? 'stdout' : 'stderr';
    if (name !== textName || textBytes > JOINED_BYTES) await flushText();
    textName = name;
    text.push(content);
    textBytes += content.length;
    return;
  }
  await flushText();
  if (kind === RECORD.cell) cell = content.toString('utf8');
  else {
    if (kind === RECORD.message || kind === RECORD.messageStart) parts = [];
    parts.push(content);
    if (kind === RECORD.messageStart || kind === RECORD.messagePart) return;
    const message = Buffer.concat(parts).toString('utf8');
    parts = [];
    await write(message);
  }
}

async function flushText(): Promise<void> {
  if (!textBytes) return;
  const joined = Buffer.concat(text).toString('utf8');
  text = [];
  textBytes = 0;
  await write(encode({ type: 'stream', cell, name: textName, text: joined }));
}

async function write(message: string): Promise<void> {
  await nextTurn(); // A cell that prints in a loop must not keep an interrupt waiting.
  for (const frame of toFrames(message)) {
    for (let at = 0; at < frame.length;) {
      try {
        at += fs.writeSync(CHANNEL, frame, at);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return; // The other side is gone, and this process goes.
        await sleep(1); // The reader is behind: its buffer is full.
      }
    }
  }
}

function listen(): void {
  const main = new inspector.Session();
  main.connectToMainThread();
  const interrupts = new net.Socket({ fd: INTERRUPTS, readable: true, writable: false });
  interrupts.on('data', () => void interrupt(main));
  // Whoever listens is gone: a cell that loops would loop for ever.
  const end = () => process.kill(process.pid, 'SIGKILL');
  interrupts.on('end', end);
  interrupts.on('error', end);
}

let interrupting = false;

/** Tells the cell's thread; while that does not answer, ends the code that it is running. */
async function interrupt(main: inspector.Session): Promise<void> {
  if (interrupting) return;
  interrupting = true;
  Atomics.store(header, HEADER.interrupt, INTERRUPT.asked);
  const isDone = () => Atomics.load(header, HEADER.interrupt) === INTERRUPT.done;
  for (let tries = 0; tries < MAX_TRIES && !isDone(); tries++) {
    parentPort!.postMessage('interrupt'); // Again each time: the code that was ended may have been that which answers.
    const patience = performance.now() + PATIENCE_MS; // A sleep takes far longer than it says where a flood is passed on.
    while (performance.now() < patience && !isDone()) await sleep(20);
    if (Atomics.compareExchange(header, HEADER.ending, ENDING.none, ENDING.pending) !== ENDING.none) continue;
    if (isDone()) Atomics.store(header, HEADER.ending, ENDING.none);
    else endCode(main);
  }
  interrupting = false;
}

/** Ends what the cell's thread is running. That must not run on between the two requests: the first waits for the second. */
function endCode(main: inspector.Session): void {
  Atomics.store(header, HEADER.requested, 0);
  main.post('Runtime.evaluate', { expression: `globalThis[Symbol.for('${PREPARE_END}')]()` });
  main.post('Runtime.terminateExecution');
  Atomics.store(header, HEADER.requested, 1);
  Atomics.notify(header, HEADER.requested);
}

/** A training gives way to the event loop every 125 ms, and must not be ended in the middle of a computation. */
const PATIENCE_MS = 1000;
const MAX_TRIES = 8;

const index = (position: number) => (position >>> 0) % RING_BYTES;

function readLength(position: number): number {
  let length = 0;
  for (let i = 0; i < 4; i++) length += ring[index(position + i)]! * 2 ** (8 * i);
  return length;
}

function copyOf(position: number, length: number): Buffer {
  const start = index(position);
  const first = Math.min(length, RING_BYTES - start);
  const bytes = Buffer.allocUnsafe(length);
  ring.copy(bytes, 0, start, start + first);
  ring.copy(bytes, first, 0, length - first);
  return bytes;
}

listen();
void relay();
