/** Frames on the channel between a session and its process: four bytes of length (big-endian, the highest bit says
 * that the message goes on in the next frame), then UTF-8 text. No frame is longer than 1 MiB. */
export const MAX_FRAME_BYTES = 1 << 20;

const MORE = 0x8000_0000;

/** Splits a message into frames. */
export function toFrames(message: string): Buffer[] {
  const body = Buffer.from(message, 'utf8');
  const frames: Buffer[] = [];
  let at = 0;
  do {
    const end = Math.min(at + MAX_FRAME_BYTES, body.length);
    const header = Buffer.alloc(4);
    header.writeUInt32BE((end - at) + (end < body.length ? MORE : 0));
    frames.push(Buffer.concat([header, body.subarray(at, end)]));
    at = end;
  } while (at < body.length);
  return frames;
}

/** Joins frames back into messages, whatever pieces they arrive in. */
export class FrameReader {
  readonly #maxMessageBytes: number;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #parts: Buffer[] = [];
  #partBytes = 0;

  /** @param maxMessageBytes A longer message is refused. */
  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** @returns The messages that are complete now.
   * @throws {RangeError} If a frame or a message is too long: the other side does not keep to the format. */
  push(chunk: Buffer): string[] {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    const messages: string[] = [];
    for (;;) {
      if (this.#pendingBytes < 4) return messages;
      const header = this.#peek(4).readUInt32BE();
      const length = header % MORE;
      if (length > MAX_FRAME_BYTES) throw new RangeError(`Cannot read a frame of ${length} bytes: at most ${MAX_FRAME_BYTES} are allowed`);
      if (this.#pendingBytes < 4 + length) return messages;
      this.#take(4);
      this.#parts.push(this.#take(length));
      this.#partBytes += length;
      if (this.#partBytes > this.#maxMessageBytes) throw new RangeError(`Cannot read a message longer than ${this.#maxMessageBytes} bytes`);
      if (header < MORE) {
        messages.push(Buffer.concat(this.#parts).toString('utf8'));
        this.#parts = [];
        this.#partBytes = 0;
      }
    }
  }

  #peek(bytes: number): Buffer {
    if (this.#pending[0]!.length < bytes) this.#pending = [Buffer.concat(this.#pending)];
    return this.#pending[0]!.subarray(0, bytes);
  }

  #take(bytes: number): Buffer {
    const taken: Buffer[] = [];
    let missing = bytes;
    while (missing > 0) {
      const first = this.#pending[0]!;
      if (first.length <= missing) {
        taken.push(first);
        missing -= first.length;
        this.#pending.shift();
      } else {
        taken.push(first.subarray(0, missing));
        this.#pending[0] = first.subarray(missing);
        missing = 0;
      }
    }
    this.#pendingBytes -= bytes;
    return taken.length === 1 ? taken[0]! : Buffer.concat(taken);
  }
}
