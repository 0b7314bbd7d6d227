/** Frames on the channel between a session and its process: four bytes of length (big-endian, the highest bit says
 * that the message goes on in the next frame), then UTF-8 text. No frame is longer than 1 MiB, and none but the last of a message
 * shorter: keeping many small ones takes far more memory than their text. */
export const MAX_FRAME_BYTES = 1 << 20;

const MORE = 0x8000_0000;

/** Built-ins as they were before any student's code ran. */
const { from, allocUnsafe } = Buffer;
const { subarray, copy, toString } = Buffer.prototype;
const { apply } = Reflect;

/** Splits a message into frames. */
export function toFrames(message: string): Buffer[] {
  const body = from(message, 'utf8');
  const frames: Buffer[] = [];
  let at = 0;
  do {
    const length = body.length - at > MAX_FRAME_BYTES ? MAX_FRAME_BYTES : body.length - at;
    const frame = allocUnsafe(4 + length);
    writeHeader(frame, length + (at + length < body.length ? MORE : 0));
    apply(copy, body, [frame, 4, at, at + length]);
    frames[frames.length] = frame;
    at += length;
  } while (at < body.length);
  return frames;
}

/** Joins frames back into messages, whatever pieces they arrive in. */
export class FrameReader {
  readonly #maxMessageBytes: number;
  /** What has arrived of frames that are not complete. */
  #rest: Buffer = allocUnsafe(0);
  #parts: Buffer[] = [];
  #partBytes = 0;

  /** @param maxMessageBytes A longer message is refused. */
  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** @returns The messages that are complete now.
   * @throws {RangeError} If a frame or a message is too long: the other side does not keep to the format. */
  push(chunk: Buffer): string[] {
    const bytes = this.#rest.length ? join([this.#rest, chunk], this.#rest.length + chunk.length) : chunk;
    const messages: string[] = [];
    let at = 0;
    while (bytes.length - at >= 4) {
      const header = readHeader(bytes, at);
      const length = header % MORE;
      if (length > MAX_FRAME_BYTES)
        throw new RangeError(
          `Cannot read a frame of ${length} bytes: at most ${MAX_FRAME_BYTES} are allowed`,
        );
      if (header >= MORE && length < MAX_FRAME_BYTES)
        throw new RangeError(`Cannot read a message that goes on after a frame of ${length} bytes`);
      if (bytes.length - at < 4 + length) break;
      this.#parts[this.#parts.length] = slice(bytes, at + 4, at + 4 + length);
      this.#partBytes += length;
      at += 4 + length;
      if (this.#partBytes > this.#maxMessageBytes)
        throw new RangeError(`Cannot read a message longer than ${this.#maxMessageBytes} bytes`);
      if (header < MORE) {
        messages[messages.length] = apply(toString, join(this.#parts, this.#partBytes), ['utf8']);
        this.#parts = [];
        this.#partBytes = 0;
      }
    }
    this.#rest = slice(bytes, at, bytes.length);
    return messages;
  }
}

/** `Buffer.concat`, which asks for `Buffer.allocUnsafe` each time. */
function join(parts: Buffer[], length: number): Buffer {
  if (parts.length === 1) return parts[0]!;
  const all = allocUnsafe(length);
  let at = 0;
  for (let i = 0; i < parts.length; i++) at += apply(copy, parts[i]!, [all, at]) as number;
  return all;
}

const slice = (bytes: Buffer, start: number, end: number): Buffer => apply(subarray, bytes, [start, end]);

function writeHeader(frame: Buffer, header: number): void {
  frame[0] = header >>> 24;
  frame[1] = (header >>> 16) & 0xff;
  frame[2] = (header >>> 8) & 0xff;
  frame[3] = header & 0xff;
}

function readHeader(bytes: Buffer, at: number): number {
  return bytes[at]! * 2 ** 24 + bytes[at + 1]! * 2 ** 16 + bytes[at + 2]! * 2 ** 8 + bytes[at + 3]!;
}
