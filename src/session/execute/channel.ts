import fs from 'node:fs';
import net from 'node:net';
import { decode, encode } from '../wire/tagged-json.js';
import { FrameReader, toFrames } from '../wire/frames.js';
import type { Reply, Request } from '../wire/messages.js';
import { UNABLE_TO_ANSWER } from './exit-codes.js';

const CHANNEL = 3;
const { writeSync } = fs;
const { wait } = Atomics;
const pause = new Int32Array(new SharedArrayBuffer(4));
/** Ends the process without asking anything that a cell could have replaced. */
export const exit = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);
let maxCharacters = Infinity;

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
  const frames = toFrames(message);
  for (let i = 0; i < frames.length; i++) sendFrame(frames[i]!);
  return message.length;
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

/** Calls `handle` for each request; the process ends when the other side is gone. */
export function receive(handle: (request: Request) => void): void {
  const reader = new FrameReader(256 << 20);
  const socket = new net.Socket({ fd: CHANNEL, readable: true, writable: false });
  socket.on('data', (chunk: Buffer) => {
    try {
      const messages = reader.push(chunk);
      for (let i = 0; i < messages.length; i++) handle(decode(messages[i]!) as Request);
    } catch {
      exit(UNABLE_TO_ANSWER);
    }
  });
  const end = () => exit(1);
  socket.on('end', end);
  socket.on('error', end);
}
