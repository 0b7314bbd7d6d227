import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIdx } from '../../../src/lab/index.js';
import { idxBytes } from './idx-bytes.js';

describe('parseIdx()', () => {
  test('reads the sizes and the values, as in its example', () => {
    expect(parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9))).toEqual({
      shape: [2],
      data: Uint8Array.of(7, 9),
    });
  });

  test('reads back any array, also from the middle of a larger buffer', () => {
    const shapes = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i % 256);
        const bytes = idxBytes(shape, values);
        const shifted = new Uint8Array(bytes.length + 3);
        shifted.set(bytes, 3);
        expect(parseIdx(shifted.subarray(3))).toEqual({ shape, data: Uint8Array.from(values) });
      }),
    );
  });

  test('reads sizes beyond 2^31 as positive', () => {
    const header = Uint8Array.of(0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff);
    expect(() => parseIdx(header)).toThrow('IDX data of shape [4294967295] needs 4294967295 values: got 0');
  });

  test.each<[string, number[], string]>([
    ['nothing', [], 'IDX data starts with a magic number of 4 bytes: got 0 bytes'],
    ['a page of HTML', [0x3c, 0x21, 0x44, 0x4f], 'IDX data starts with two zero bytes: got 0x3c 0x21'],
    [
      'gzip',
      [0x1f, 0x8b, 8, 0],
      'IDX data starts with two zero bytes: got 0x1f 0x8b, this is gzip: uncompress it',
    ],
    ['floats', [0, 0, 0x0d, 1, 0, 0, 0, 0], 'IDX data must hold unsigned bytes (type 0x08): got type 0x0d'],
    ['no axis', [0, 0, 8, 0], 'IDX data must have at least one axis: got 0'],
    ['half a header', [0, 0, 8, 3, 0, 0, 0, 1], 'IDX header for 3 axes has 16 bytes: got 8'],
  ])('throws SyntaxError for %s', (_what, bytes, message) => {
    expect(() => parseIdx(Uint8Array.from(bytes))).toThrow(new SyntaxError(message));
  });

  test.each<[number[], number, string]>([
    [[2, 3], 5, 'IDX data of shape [2, 3] needs 6 values: got 5, the file is cut short'],
    [[2, 3], 7, 'IDX data of shape [2, 3] needs 6 values: got 7'],
    [[0, 28, 28], 1, 'IDX data of shape [0, 28, 28] needs 0 values: got 1'],
  ])('throws RangeError when shape [%s] comes with %d values', (shape, n, message) => {
    expect(() => parseIdx(idxBytes(shape, new Uint8Array(n)))).toThrow(new RangeError(message));
  });
});
