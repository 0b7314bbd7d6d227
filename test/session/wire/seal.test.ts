import { describe, expect, test } from 'vitest';
import { sealWith, sipHash } from '../../../src/session/wire/seal.js';

/** Bytes 0, 1, 2, …, two in each code unit. */
const textOfBytes = (length: number) =>
  String.fromCharCode(...Array.from({ length: length / 2 }, (_, at) => 2 * at + ((2 * at + 1) << 8)));

// The key of the published vectors is the bytes 0 to 15. https://github.com/veorq/SipHash, vectors.h
const KEY = new Int32Array([0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c]);
test.each([
  [0, '726fdb47dd0e0e31'],
  [2, '0d6c8009d9a94f5a'],
  [4, 'cf2794e0277187b7'],
  [6, 'cbc9466e58fee3ce'],
  [8, '93f5f5799a932462'],
  [10, '7a5dbbc594ddb9f3'],
  [12, '751e8fbc860ee5fb'],
])('SipHash-2-4 of %i bytes is as published', (bytes, expected) => {
  const [low, high] = sipHash(KEY, textOfBytes(bytes));
  expect(((BigInt(high! >>> 0) << 32n) | BigInt(low! >>> 0)).toString(16).padStart(16, '0')).toBe(expected);
});

describe('a seal', () => {
  const key = '0123456789abcdef0123456789abcdef';
  const { close, open } = sealWith(key);

  test.each(['', '{"type":"ready"}', 'Bär 🐻', 'x'.repeat(1e5)])('is opened by its key: %.20s', (text) => {
    expect(open(close(text))).toBe(text);
  });

  test.each([
    ['another text', close('a').slice(0, 16) + 'b'],
    ['a shorter text', close('ab').slice(0, -1)],
    ['a longer text', `${close('ab')}c`],
    ['no text', ''],
    ['no seal', '{"type":"ready"}'],
    ['a seal of another key', sealWith(key.replace('f', 'e')).close('a')],
  ])('is not of %s', (_what, sealed) => {
    expect(() => open(sealed)).toThrow('a message is not sealed');
  });

  test('shows a changed prototype nothing', () => {
    const sealed = close('text');
    const { charCodeAt, slice } = String.prototype;
    const seen: unknown[] = [];
    String.prototype.charCodeAt = function (at) {
      seen.push(this);
      return charCodeAt.call(this, at);
    };
    String.prototype.slice = function (...range) {
      seen.push(this);
      return slice.apply(this, range);
    };
    try {
      expect(open(close('text'))).toBe('text');
      expect(close('text')).toBe(sealed);
    } finally {
      Object.assign(String.prototype, { charCodeAt, slice });
    }
    expect(seen).toEqual([]);
  });
});
