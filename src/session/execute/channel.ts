import fs from 'node:fs';
import net from 'node:net';
import { decode, encode } from '../wire/tagged-json.js';
import { FrameReader, toFrames } from '../wire/frames.js';
import type { Reply, Request } from '../wire/messages.js';

const CHANNEL = 3;
const { writeSync } = fs;
const wait = Atomics.wait;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Sends at once, also from a loop that never yields: what was printed before a cell is killed has arrived. */
export function send(reply: Reply): void {
  for (const frame of toFrames(encode(reply))) {
    let at = 0;
    while (at < frame.length) {
      try {
        at += writeSync(CHANNEL, frame, at);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') process.exit(1);
        wait(pause, 0, 0, 1); // The reader is behind: its buffer is full.
      }
    }
  }
}

/** Calls `handle` for each request; the process ends when the other side is gone. */
export function receive(handle: (request: Request) => void): void {
  const reader = new FrameReader(256 << 20);
  const socket = new net.Socket({ fd: CHANNEL, readable: true, writable: false });
  socket.on('data', (chunk: Buffer) => {
    for (const message of reader.push(chunk)) handle(decode(message) as Request);
  });
  const end = () => process.kill(process.pid, 'SIGKILL');
  socket.on('end', end);
  socket.on('error', end);
}
