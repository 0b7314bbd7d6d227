/** Tagged JSON: JSON that also carries NaN, ±Infinity, −0, undefined, bigint and typed arrays.
 *
 * A tagged value is an object with the one key `$`; an object that has a key `$` of its own is tagged as `object`.
 * Only own enumerable string keys travel; functions, symbols and class identity do not. Both ends use it: what a
 * student's process sends is decoded here, never with v8's deserializer. */

/** Deepest nesting that is encoded or decoded. */
export const MAX_DEPTH = 32;

/** Most values, numbers of typed arrays included, that one message may hold: encoding it takes some 100 bytes each. */
const MAX_VALUES = 1 << 22;

/** Most of them that may be lists, objects, or what only a tag can say (NaN, undefined): reading one takes far more memory than
 * its text. */
const MAX_OBJECTS = 1 << 19;

/** Most decimal digits of a bigint. */
const MAX_DIGITS = 400;

/** Built-ins as they were before any student's code ran. */
const { isArray } = Array;
const { keys, is, create, defineProperty, hasOwn, setPrototypeOf } = Object;
const { stringify, parse } = JSON;
const { isView } = ArrayBuffer;
const bigintToString = BigInt.prototype.toString;
const { test } = RegExp.prototype;
const { apply } = Reflect;
const OwnBigInt = BigInt;
const tagOf = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)!.get!;

/** Those that travel: all but those of big integers and half numbers. */
export const TYPED_ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
type TypedArrayName = keyof typeof TYPED_ARRAYS;

/** @throws {TypeError} If the value holds something that does not travel, e.g. a function.
 * @throws {RangeError} If it is nested deeper than 32 levels, refers to itself, or holds more than 4,194,304 values,
 * 524,288 of them lists, objects or tagged. */
export function encode(value: unknown): string {
  return stringify(toTagged(value, 0, { values: 0, objects: 0 }));
}

/** @throws {SyntaxError} If the text is not tagged JSON.
 * @throws {RangeError} If it is nested deeper than 32 levels, or holds more values than `encode` lets through: the other side may
 * have written it by hand. */
export function decode(text: string): unknown {
  if (text.length > MAX_OBJECTS) refuseTooMany(text);
  return fromTagged(parse(text), 0);
}

/** What one message has used of its budget. */
interface Spent {
  values: number;
  objects: number;
}

/** Counts what a text holds before it is parsed. */
function refuseTooMany(text: string): void {
  let commas = 0;
  let objects = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === COMMA) commas++;
    else if (character === BRACKET || character === BRACE) objects++;
  }
  if (commas > 2 * MAX_VALUES || objects > MAX_OBJECTS)
    throw new RangeError('Cannot read so many values at once');
}

const [QUOTE, COMMA, BRACKET, BRACE, BACKSLASH] = [0x22, 0x2c, 0x5b, 0x7b, 0x5c];

/** @returns The place of the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === BACKSLASH) at++;
    else if (character === QUOTE) return at;
  }
  return text.length;
}

function toTagged(value: unknown, depth: number, spent: Spent): unknown {
  if (depth > MAX_DEPTH) throw new RangeError(`Cannot send a value nested deeper than ${MAX_DEPTH} levels`);
  if (++spent.values > MAX_VALUES) throw new RangeError(`Cannot send more than ${MAX_VALUES} values at once`);
  const isPlain = typeof value === 'number' ? value - value === 0 && !is(value, -0) : isScalar(value);
  if (isPlain) return value;
  if (++spent.objects > MAX_OBJECTS)
    throw new RangeError(`Cannot send more than ${MAX_OBJECTS} lists, objects and special numbers at once`);
  switch (typeof value) {
    case 'number':
      return tagged('number', is(value, -0) ? '-0' : `${value}`);
    case 'undefined':
      return tagged('undefined');
    case 'bigint':
      return tagged('bigint', digits(value));
    case 'object':
      return toTaggedObject(value!, depth, spent);
    default:
      throw new TypeError(`Cannot send a ${typeof value}`);
  }
}

const isScalar = (value: unknown) =>
  typeof value === 'string' || typeof value === 'boolean' || value === null;

function digits(value: bigint): string {
  const text = apply(bigintToString, value, []);
  if (text.length > MAX_DIGITS)
    throw new RangeError(`Cannot send a bigint of more than ${MAX_DIGITS} digits`);
  return text;
}

function toTaggedObject(value: object, depth: number, spent: Spent): unknown {
  if (isView(value)) {
    const name: unknown = apply(tagOf, value, []);
    if (typeof name !== 'string' || !hasOwn(TYPED_ARRAYS, name))
      throw new TypeError('Cannot send this kind of buffer');
    return tagged(name, listOf(value as Float64Array, depth, spent));
  }
  if (isArray(value)) return listOf(value, depth, spent);
  const object: Record<string, unknown> = create(null);
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    define(object, name, toTagged((value as Record<string, unknown>)[name], depth + 1, spent));
  }
  return hasOwn(object, '$') ? tagged('object', object) : object;
}

/** A plain array without a prototype: a `toJSON` that a student has put on `Array.prototype` is not asked. */
function listOf(values: ArrayLike<unknown>, depth: number, spent: Spent): unknown[] {
  const items: unknown[] = setPrototypeOf([], null);
  const { length } = values;
  for (let i = 0; i < length; i++) items[i] = toTagged(values[i], depth + 1, spent);
  return items;
}

function tagged(kind: string, content?: unknown): unknown {
  const object: Record<string, unknown> = create(null);
  define(object, '$', kind);
  if (content !== undefined) define(object, 'v', content);
  return object;
}

function define(target: object, name: string, value: unknown): void {
  defineProperty(target, name, {
    __proto__: null,
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  } as PropertyDescriptor);
}

function fromTagged(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH + 1)
    throw new RangeError(`Cannot read a value nested deeper than ${MAX_DEPTH} levels`);
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = fromTagged(value[i], depth + 1);
    return value;
  }
  const record = value as Record<string, unknown>;
  if (!hasOwn(record, '$')) return plainObject(record, depth);
  const { $: kind, v: content } = record;
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'number':
      return specialNumber(content);
    case 'bigint':
      if (typeof content === 'string' && content.length <= MAX_DIGITS && apply(test, /^-?\d+$/, [content]))
        return OwnBigInt(content);
      break;
    case 'object':
      if (typeof content === 'object' && content !== null && !isArray(content)) {
        return plainObject(content as Record<string, unknown>, depth);
      }
      break;
    default:
      if (typeof kind === 'string' && hasOwn(TYPED_ARRAYS, kind) && isArray(content)) {
        return typedArray(kind as TypedArrayName, content, depth);
      }
  }
  throw new SyntaxError(
    `Cannot read a value tagged ${typeof kind === 'string' && kind.length < 40 ? stringify(kind) : typeof kind}`,
  );
}

function plainObject(record: Record<string, unknown>, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = create(null);
  const names = keys(record);
  for (let i = 0; i < names.length; i++) define(object, names[i]!, fromTagged(record[names[i]!], depth + 1));
  return object;
}

function specialNumber(content: unknown): number {
  if (content === '-0') return -0;
  if (content === 'NaN') return NaN;
  if (content === 'Infinity') return Infinity;
  if (content === '-Infinity') return -Infinity;
  throw new SyntaxError('Cannot read a number that is not NaN, -0, Infinity or -Infinity');
}

function typedArray(name: TypedArrayName, content: unknown[], depth: number): ArrayLike<number> {
  const numbers = new TYPED_ARRAYS[name](content.length);
  for (let i = 0; i < content.length; i++) {
    const item = fromTagged(content[i], depth + 1);
    if (typeof item !== 'number') throw new SyntaxError(`Cannot read a ${name} of other things than numbers`);
    numbers[i] = item;
  }
  return numbers;
}
