/** Numbers of an IDX file: `data` holds the values of a `shape` array, last axis fastest. */
export interface IdxArray {
  shape: number[];
  /** A view of the bytes that were given, not a copy. */
  data: Uint8Array;
}

/** Reads the format of MNIST's files: two zero bytes, a type, the number of axes, their sizes (big-endian), the values.
 * @param bytes The whole uncompressed file; its values must be unsigned bytes (type 0x08).
 * @throws {SyntaxError} If the text is not IDX: wrong magic number, another type, too short for its header.
 * @throws {RangeError} If there are more or fewer values than the sizes say.
 * @example Usage
 * ```ts
 * parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9)); // { shape: [2], data: Uint8Array [7, 9] }
 * ```
 * @see LeCun, Cortes and Burges, The MNIST database, "the IDX file format" */
export function parseIdx(bytes: Uint8Array): IdxArray {
  const { shape, headerBytes } = parseIdxHeader(bytes);
  checkValueCount(shape, bytes.length - headerBytes);
  return { shape, data: bytes.subarray(headerBytes) };
}

/** @throws {RangeError} If an array of this shape does not have as many values as were found. */
export function checkValueCount(shape: readonly number[], got: number): void {
  const needed = shape.reduce((product, size) => product * size, 1);
  if (got === needed) return;
  const advice = got < needed ? ', the file is cut short' : '';
  throw new RangeError(`IDX data of shape [${shape.join(', ')}] needs ${needed} values: got ${got}${advice}`);
}

/** Reads the sizes only; more bytes may follow.
 * @throws {SyntaxError} As `parseIdx`. */
export function parseIdxHeader(bytes: Uint8Array): { shape: number[]; headerBytes: number } {
  if (bytes.length < 4)
    throw new SyntaxError(`IDX data starts with a magic number of 4 bytes: got ${bytes.length} bytes`);
  const [first, second, type, nAxes] = bytes as unknown as [number, number, number, number];
  if (first !== 0 || second !== 0) {
    const isGzip = first === 0x1f && second === 0x8b;
    throw new SyntaxError(
      `IDX data starts with two zero bytes: got ${hex(first)} ${hex(second)}` +
        (isGzip ? ', this is gzip: uncompress it' : ''),
    );
  }
  if (type !== 0x08)
    throw new SyntaxError(`IDX data must hold unsigned bytes (type 0x08): got type ${hex(type)}`);
  if (nAxes === 0) throw new SyntaxError('IDX data must have at least one axis: got 0');
  const headerBytes = 4 + 4 * nAxes;
  if (bytes.length < headerBytes) {
    throw new SyntaxError(`IDX header for ${nAxes} axes has ${headerBytes} bytes: got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { shape: Array.from({ length: nAxes }, (_, axis) => view.getUint32(4 + 4 * axis)), headerBytes };
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
