import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { checkValueCount, parseIdxHeader, type IdxArray } from './parse-idx.js';

export interface IdxFile extends IdxArray {
  /** Of the whole uncompressed content, hexadecimal. */
  md5: string;
}

/** No data set of this package has a file near this size; a header that asks for more is damaged. */
const maxValues = 2 ** 30;

/** Reads an IDX file, gzipped or not (its first bytes tell, not its name), in one pass that never holds it twice.
 * @param maxRows Keep the first rows only; the whole file is read and checked all the same.
 * @throws {SyntaxError | RangeError} As `parseIdx`; also if the header asks for more than 2^30 values.
 * @throws {Error} If the file cannot be read, or its gzip data are damaged. */
export async function readIdxFile(path: string, { maxRows = Infinity } = {}): Promise<IdxFile> {
  const md5 = createHash('md5');
  let head: Buffer | undefined = Buffer.alloc(0);
  let shape: number[] = [];
  let data = new Uint8Array(0);
  let received = 0;

  const take = (values: Buffer): void => {
    if (received < data.length) data.set(values.subarray(0, data.length - received), received);
    received += values.length;
  };
  const collect = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      md5.update(chunk);
      if (head === undefined) {
        take(chunk);
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < 4 || head.length < 4 + 4 * head[3]!) continue;
      const header = parseIdxHeader(head);
      shape = header.shape;
      data = new Uint8Array(valuesToKeep(shape, maxRows));
      take(head.subarray(header.headerBytes));
      head = undefined;
    }
  };

  const gzipped = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  if (gzipped) await pipeline(file, createGunzip({ chunkSize: 2 ** 18 }), collect);
  else await pipeline(file, collect);

  if (head !== undefined) parseIdxHeader(head); // throws: too short for its own header
  checkValueCount(shape, received);
  return { shape: [Math.min(shape[0]!, maxRows), ...shape.slice(1)], data, md5: md5.digest('hex') };
}

function valuesToKeep([nRows = 0, ...rowShape]: number[], maxRows: number): number {
  const perRow = rowShape.reduce((product, size) => product * size, 1);
  if (nRows * perRow > maxValues) {
    throw new RangeError(
      `IDX header asks for ${nRows * perRow} values: at most 2^30 are read, the file is damaged`,
    );
  }
  return Math.min(nRows, maxRows) * perRow;
}

async function isGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 }) as AsyncIterable<Buffer>) {
    return chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}
