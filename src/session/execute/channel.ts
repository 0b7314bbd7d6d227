import fs from 'node:fs';
import net from 'node:net';
import { decode, encode } from '../wire/tagged-json.js';
import { FrameReader, toFrames } from '../wire/frames.js';
import type { Reply, Request } from '../wire/messages.js';
import { sealWith, UNSEALED } from '../wire/seal.js';
import { UNABLE_TO_ANSWER } from './exit-codes.js';
import type { Relay } from './relay.js';

const CHANNEL = 3;
const { readSync, writeSync } = fs;
const { wait } = Atomics;
const pause = new Int32Array(new SharedArrayBuffer(4));
/** Ends the process without asking anything that a cell could have replaced. */
export const exit = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);
let maxCharacters = Infinity;
let relay: Relay | undefined;
let seal = UNSEALED;

/** From now on messages are sealed, both ways. */
export function sealMessages(key: string): void {
  seal = sealWith(key);
}

/** From now on another thread writes to the channel. */
export function sendThrough(thread: Relay): void {
  relay = thread;
}

/** The session does not read longer messages. */
export function limitMessages(characters: number): void {
  maxCharacters = characters;
}

/** Sends at once, also from a loop that never yields: what was printed before a cell is killed has arrived.
 * @returns The length of the message, in characters.
 * @throws {TypeError} If the message holds something that does not travel; nothing has been sent then.
 * @throws {RangeError} If it is too deep or too long. */
export function send(reply: Reply): number {
  const message = encode(reply);
  if (message.length > maxCharacters) {
    throw new RangeError(
      `Cannot send ${message.length >> 20} MiB at once: at most ${maxCharacters >> 20} MiB are allowed`,
    );
  }
  if (relay) {
    relay.sendMessage(message);
    return message.length;
  }
  const frames = toFrames(seal.close(message));
  for (let i = 0; i < frames.length; i++) sendFrame(frames[i]!);
  return message.length;
}

/** Sends what a cell has printed.
 * @param text At most 256 Ki characters. */
export function sendText(cell: string, name: 'stdout' | 'stderr', text: string): void {
  if (relay) relay.sendText(cell, name, text);
  else send({ type: 'stream', cell, name, text });
}

function sendFrame(frame: Buffer): void {
  let at = 0;
  while (at < frame.length) {
    try {
      at += writeSync(CHANNEL, frame, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') exit(1);
      wait(pause, 0, 0, 1); // The reader is behind: its buffer is full.
    }
  }
}

const reader = new FrameReader(256 << 20);

const readRequest = (message: string) => decode(seal.open(message)) as Request;

/** Waits for the next request without giving way to the event loop. Not on Windows, whose pipes cannot be read so.
 * @throws {Error} If the other side is gone. */
export function receiveNow(): Request[] {
  const chunk = Buffer.allocUnsafe(64 << 10);
  for (;;) {
    try {
      const length = readSync(CHANNEL, chunk);
      if (length === 0) exit(1);
      const messages = reader.push(Buffer.from(chunk.subarray(0, length)));
      if (messages.length) return messages.map(readRequest);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      wait(pause, 0, 0, 10); // A short time, so that an interrupt finds its place.
    }
  }
}

/** Calls `handle` for each request; the process ends when the other side is gone. */
export function receive(handle: (request: Request) => void): void {
  const socket = new net.Socket({ fd: CHANNEL, readable: true, writable: false });
  socket.on('data', (chunk: Buffer) => {
    const before = seal;
    try {
      const messages = reader.push(chunk);
      for (let i = 0; i < messages.length; i++) handle(readRequest(messages[i]!));
      if (seal !== before) chunk.fill(0); // The key was in it.
    } catch {
      exit(UNABLE_TO_ANSWER);
    }
  });
  const end = () => exit(1);
  socket.on('end', end);
  socket.on('error', end);
}
