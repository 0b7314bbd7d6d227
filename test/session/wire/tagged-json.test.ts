import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, MAX_DEPTH } from '../../../src/session/wire/tagged-json.js';

const number = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, Number.MAX_VALUE, Number.MIN_VALUE),
);
const typedArray = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
);
const key = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('$', 'v', '__proto__', 'constructor', 'toJSON', 'length', '0'),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.constantFrom(null, undefined),
      number,
      fc.bigInt(),
      typedArray,
    ),
    fc.array(tie('value')),
    fc.array(fc.tuple(key, tie('value'))).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Without prototypes, which do not travel. */
function plain(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(plain);
  if (typeof item !== 'object' || item === null || ArrayBuffer.isView(item)) return item;
  const object = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(item))
    Object.defineProperty(object, name, {
      value: plain((item as Record<string, unknown>)[name]),
      enumerable: true,
    });
  return object;
}

test('what is encoded is decoded as it was, whatever it holds', () => {
  fc.assert(
    fc.property(value, (item) => {
      assert.deepStrictEqual(decode(encode(item)), plain(item));
    }),
    { numRuns: 500 },
  );
});

test('decode() of any JSON gives a value or a SyntaxError or RangeError', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 40 }), (text) => {
      try {
        decode(text);
      } catch (error) {
        expect(['SyntaxError', 'RangeError']).toContain((error as Error).name);
      }
    }),
  );
});

test('decoded objects have no prototype, and __proto__ is a key', () => {
  const decoded = decode('{"__proto__":{"polluted":1}}') as Record<string, unknown>;
  expect(Object.getPrototypeOf(decoded)).toBe(null);
  expect(Object.keys(decoded)).toEqual(['__proto__']);
});

const nested = (levels: number) => {
  let item: unknown = 1;
  for (let level = 0; level < levels; level++) item = [item];
  return item;
};

test('nesting is limited to 32 levels on both ends', () => {
  expect(decode(encode(nested(MAX_DEPTH)))).toEqual(nested(MAX_DEPTH));
  expect(() => encode(nested(MAX_DEPTH + 1))).toThrow(
    new RangeError('Cannot send a value nested deeper than 32 levels'),
  );
  expect(() => decode(`${'['.repeat(40)}${']'.repeat(40)}`)).toThrow(RangeError);
  expect(() => decode(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toThrow(RangeError);
});

test.each([
  ['{"$":"number","v":"1"}', 'Cannot read a number that is not NaN, -0, Infinity or -Infinity'],
  ['{"$":"bigint","v":"1e5"}', 'Cannot read a value tagged "bigint"'],
  [`{"$":"bigint","v":"${'9'.repeat(401)}"}`, 'Cannot read a value tagged "bigint"'],
  ['{"$":"Float64Array","v":[1,"2"]}', 'Cannot read a Float64Array of other things than numbers'],
  ['{"$":"Float64Array","v":{"length":5}}', 'Cannot read a value tagged "Float64Array"'],
  ['{"$":"constructor","v":[]}', 'Cannot read a value tagged "constructor"'],
  ['{"$":"object","v":[]}', 'Cannot read a value tagged "object"'],
  ['{"$":["object"]}', 'Cannot read a value tagged object'],
])('decode() refuses %s', (text, message) => {
  expect(() => decode(text)).toThrow(new SyntaxError(message));
});

test.each([
  ['a function', () => 1, 'Cannot send a function'],
  ['a symbol', Symbol('s'), 'Cannot send a symbol'],
  ['a DataView', new DataView(new ArrayBuffer(1)), 'Cannot send this kind of buffer'],
  ['a BigInt64Array', new BigInt64Array(1), 'Cannot send this kind of buffer'],
])('encode() throws TypeError for %s', (_what, item, message) => {
  expect(() => encode(item)).toThrow(new TypeError(message));
});

test('a Buffer travels as its bytes, a date and a map as their own keys', () => {
  expect(decode(encode(Buffer.from([1, 2])))).toEqual(Uint8Array.of(1, 2));
  expect(decode(encode([new Date(0), new Map([[1, 2]])]))).toEqual([{}, {}]);
});
