import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readIdxFile } from '../../../src/lab/data/read-idx-file.js';
import { idxBytes } from './idx-bytes.js';

const folder = mkdtempSync(join(tmpdir(), 'gradlab-idx-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

// More than one chunk of the reader (2^18 bytes), in rows that do not fit a whole number of times.
const shape = [700, 30, 30];
const values = Uint8Array.from({ length: 700 * 900 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const bytes = idxBytes(shape, values);
const md5 = createHash('md5').update(bytes).digest('hex');

describe('readIdxFile()', () => {
  test.each([
    ['plain.idx', bytes],
    ['packed.gz', gzipSync(bytes)],
    ['unpacked-by-the-browser.gz', bytes],
  ])('reads %s whole, with the sum of its uncompressed content', async (name, content) => {
    const file = await readIdxFile(written(name, content));
    expect(file.shape).toEqual(shape);
    expect(Buffer.compare(file.data, values)).toBe(0);
    expect(file.md5).toBe(md5);
  });

  test.each([1, 2, 291, 699, 700, 1000])(
    'keeps the first %d rows, and the sum of the whole',
    async (maxRows) => {
      const file = await readIdxFile(written('packed.gz', gzipSync(bytes)), { maxRows });
      const kept = Math.min(maxRows, 700);
      expect(file.shape).toEqual([kept, 30, 30]);
      expect(Buffer.compare(file.data, values.subarray(0, kept * 900))).toBe(0);
      expect(file.md5).toBe(md5);
    },
  );

  test.each([
    ['an empty file', new Uint8Array(0), SyntaxError, 'got 0 bytes'],
    ['half a header', bytes.subarray(0, 9), SyntaxError, 'IDX header for 3 axes has 16 bytes: got 9'],
    [
      'a plain file cut short',
      bytes.subarray(0, -1),
      RangeError,
      'needs 630000 values: got 629999, the file is cut short',
    ],
    [
      'a packed file with a byte too many',
      gzipSync(Buffer.concat([bytes, Buffer.of(0)])),
      RangeError,
      'got 630001',
    ],
    ['a packed file cut short', gzipSync(bytes).subarray(0, -20), Error, 'unexpected end of file'],
    ['a packed file with a flipped bit', flipped(gzipSync(bytes)), Error, /incorrect|invalid/],
    [
      'a header that asks for 2^31 values',
      Uint8Array.of(0, 0, 8, 1, 0x80, 0, 0, 0),
      RangeError,
      'the file is damaged',
    ],
  ])('rejects %s', async (_what, content, type, message) => {
    const reading = readIdxFile(written('bad', content));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toBeInstanceOf(type);
  });

  test('rejects a file that does not exist', async () => {
    await expect(readIdxFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});

function flipped(packed: Uint8Array): Uint8Array {
  const damaged = Uint8Array.from(packed);
  damaged[damaged.length - 6]! ^= 1; // in the checksum of the content
  return damaged;
}
