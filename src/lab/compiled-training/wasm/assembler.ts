/** A small assembler for WebAssembly: just the instructions that the kernels of this folder are made of.
 *
 * Values are trees (`i32.add(a, i32.constant(4))`), statements are added to a function one after another, so that a loop in
 * TypeScript unrolls a loop of the kernel.
 * @see https://webassembly.github.io/spec/core/binary/instructions.html */

export type ValueType = 'i32' | 'f32' | 'v128';

/** Instructions that leave one value on the stack. */
export interface Value<Type extends ValueType> {
  readonly type: Type;
  readonly code: readonly number[];
}

export interface Local<Type extends ValueType> extends Value<Type> {
  readonly index: number;
}

export type I32 = Value<'i32'>;
export type F32 = Value<'f32'>;
export type V128 = Value<'v128'>;

/** Four 32-bit numbers in a vector. */
export const LANES = 4;
export const VECTOR_BYTES = 4 * LANES;

/** Of 64 KiB: 1 GiB. */
export const MOST_PAGES = 16_384;

const TYPE_CODES: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
/** `\0asm`, version 1. */
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const FUNCTION_TYPE = 0x60;
const NO_RESULT = 0x40;
const MEMORY = 0x02;
/** With a maximum. */
const SHARED = 0x03;
const SIMD = 0xfd;
const END = 0x0b;

const value = <Type extends ValueType>(type: Type, ...code: (number | readonly number[])[]): Value<Type> => ({
  type,
  code: code.flat(),
});

/** An instruction of two operands. */
const binary =
  <Operand extends ValueType, Result extends ValueType>(result: Result, ...opcode: number[]) =>
  (a: Value<Operand>, b: Value<Operand>): Value<Result> =>
    value(result, a.code, b.code, opcode);

const simd = (opcode: number) => [SIMD, ...unsigned(opcode)];

/** @param offset In bytes, added to the address. */
const load =
  <Type extends ValueType>(type: Type, opcode: readonly number[]) =>
  (address: I32, offset = 0): Value<Type> =>
    value(type, address.code, opcode, memoryArgument(offset));

/** Alignment is a hint; none is promised. */
const memoryArgument = (offset: number) => [0, ...unsigned(offset)];

export const i32 = {
  constant: (number: number): I32 => value('i32', 0x41, signed(number)),
  load: load('i32', [0x28]),
  add: binary<'i32', 'i32'>('i32', 0x6a),
  subtract: binary<'i32', 'i32'>('i32', 0x6b),
  multiply: binary<'i32', 'i32'>('i32', 0x6c),
  /** Of numbers with a sign, rounded towards 0. */
  divide: binary<'i32', 'i32'>('i32', 0x6d),
  /** Of numbers with a sign. */
  isLess: binary<'i32', 'i32'>('i32', 0x48),
};

/** Of so many numbers. */
export const bytes = (numbers: I32): I32 => i32.multiply(numbers, i32.constant(4));

export const f32 = {
  load: load('f32', [0x2a]),
  add: binary<'f32', 'f32'>('f32', 0x92),
};

export const f32x4 = {
  zero: value(
    'v128',
    SIMD,
    unsigned(12),
    Array.from({ length: 16 }, () => 0),
  ),
  load: load('v128', simd(0)),
  /** One number, four times. */
  loadSplat: load('v128', simd(9)),
  splat: (number: F32): V128 => value('v128', number.code, simd(19)),
  isEqual: binary<'v128', 'v128'>('v128', ...simd(65)),
  isLess: binary<'v128', 'v128'>('v128', ...simd(67)),
  isAtMost: binary<'v128', 'v128'>('v128', ...simd(69)),
  and: binary<'v128', 'v128'>('v128', ...simd(78)),
  /** `a` where `b` is not. */
  andNot: binary<'v128', 'v128'>('v128', ...simd(79)),
  sqrt: (a: V128): V128 => value('v128', a.code, simd(227)),
  add: binary<'v128', 'v128'>('v128', ...simd(228)),
  subtract: binary<'v128', 'v128'>('v128', ...simd(229)),
  multiply: binary<'v128', 'v128'>('v128', ...simd(230)),
  divide: binary<'v128', 'v128'>('v128', ...simd(231)),
  /** `a < b ? b : a` */
  largest: binary<'v128', 'v128'>('v128', ...simd(235)),
  /** `a · b + c`, rounded once; of the extension "relaxed SIMD". */
  fusedMultiplyAdd: (a: V128, b: V128, c: V128): V128 => value('v128', a.code, b.code, c.code, simd(261)),
};

const localAt = <Type extends ValueType>(index: number, type: Type): Local<Type> => ({
  ...value(type, 0x20, unsigned(index)),
  index,
});

/** A function that returns nothing. Parameters are declared before locals. */
export class WasmFunction {
  readonly name: string;
  readonly #parameters: ValueType[] = [];
  readonly #locals: ValueType[] = [];
  readonly #body: number[] = [];

  constructor(name: string) {
    this.name = name;
  }

  parameter<Type extends ValueType>(type: Type): Local<Type> {
    return localAt(this.#parameters.push(type) - 1, type);
  }

  /** A local that begins with a value. */
  variable<Type extends ValueType>(initial: Value<Type>): Local<Type> {
    const index = this.#parameters.length + this.#locals.push(initial.type) - 1;
    const local = localAt(index, initial.type);
    this.set(local, initial);
    return local;
  }

  set<Type extends ValueType>(local: Local<Type>, to: Value<Type>): void {
    this.#body.push(...to.code, 0x21, ...unsigned(local.index));
  }

  increase(local: Local<'i32'>, by: I32): void {
    this.set(local, i32.add(local, by));
  }

  /** A local that begins with the smaller of two numbers. */
  smaller(number: I32, most: number): Local<'i32'> {
    const local = this.variable(number);
    this.if(i32.isLess(i32.constant(most), local), () => this.set(local, i32.constant(most)));
    return local;
  }

  /** @param offset In bytes, added to the address. */
  storeVector(address: I32, offset: number, vector: V128): void {
    this.#body.push(...address.code, ...vector.code, ...simd(11), ...memoryArgument(offset));
  }

  storeNumber(address: I32, offset: number, number: F32): void {
    this.#body.push(...address.code, ...number.code, 0x38, ...memoryArgument(offset));
  }

  if(condition: I32, then: () => void): void {
    this.ifElse(condition, then, () => {});
  }

  ifElse(condition: I32, then: () => void, otherwise: () => void): void {
    this.#body.push(...condition.code, 0x04, NO_RESULT);
    then();
    this.#body.push(0x05);
    otherwise();
    this.#body.push(END);
  }

  /** `for (; counter < end; counter += step)`; the body may change the counter. */
  while(counter: Local<'i32'>, end: I32, step: number, body: () => void): void {
    const goesOn = i32.isLess(counter, end);
    this.if(goesOn, () => {
      this.#body.push(0x03, NO_RESULT);
      body();
      this.increase(counter, i32.constant(step));
      this.#body.push(...goesOn.code, 0x0d, 0, END);
    });
  }

  /** `for (let at = 0; at < end; at += step)`
   * @returns `at`, for what comes after the loop. */
  for(end: I32, step: number, body: (at: Local<'i32'>) => void): Local<'i32'> {
    const at = this.variable(i32.constant(0));
    this.while(at, end, step, () => body(at));
    return at;
  }

  get signature(): number[] {
    return [FUNCTION_TYPE, ...vector(this.#parameters.map((type) => [TYPE_CODES[type]])), 0];
  }

  get code(): number[] {
    const locals = vector(this.#locals.map((type) => [1, TYPE_CODES[type]]));
    return sized([...locals, ...this.#body, END]);
  }
}

/** A module whose functions work on a memory that it imports as `gradlab.memory`, shared and of at most `MOST_PAGES`.
 * @returns Its binary form. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const memory = [...text('gradlab'), ...text('memory'), MEMORY, SHARED, 1, ...unsigned(MOST_PAGES)];
  return Uint8Array.from([
    ...HEADER,
    ...section(1, vector(functions.map(({ signature }) => signature))),
    ...section(2, vector([memory])),
    ...section(3, vector(functions.map((_, at) => unsigned(at)))),
    ...section(7, vector(functions.map(({ name }, at) => [...text(name), 0, ...unsigned(at)]))),
    ...section(10, vector(functions.map(({ code }) => code))),
  ]);
}

const section = (id: number, content: readonly number[]) => [id, ...sized(content)];

const sized = (content: readonly number[]) => [...unsigned(content.length), ...content];

const vector = (items: readonly (readonly number[])[]) => [...unsigned(items.length), ...items.flat()];

const text = (name: string) => sized([...Buffer.from(name)]);

/** LEB128. */
function unsigned(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest ? low + 128 : low);
  } while (rest);
  return bytes;
}

/** LEB128 with a sign. */
function signed(number: number): number[] {
  const bytes: number[] = [];
  for (let rest = number; ; rest >>= 7) {
    const low = rest & 0x7f;
    if (rest >> 6 === 0 || rest >> 6 === -1) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}
