import { charCodeAt, slice } from '../primordials.js';

/** Tags the text of messages with a secret key, so that code beside the harness, which can read and write descriptor 3 as well as the harness
 * can, cannot make one or change one. A tag is SipHash-2-4 of the text's UTF-16 code units. Not Node's own HMAC: that asks prototypes that a
 * cell can have changed, which would show it what is tagged, and could have another text tagged.
 * @see https://www.aumasson.jp/siphash/siphash.pdf */
export interface Seal {
  /** The text with its tag before it. */
  close(text: string): string;
  /** The text without its tag.
   * @throws {SyntaxError} If the tag is not that of the text. */
  open(sealed: string): string;
}

export const UNSEALED: Seal = { close: (text) => text, open: (text) => text };

/** Hexadecimal digits of a key. */
export const KEY_DIGITS = 32;
const TAG_DIGITS = 16;

/** Signed: V8 reckons with them as they are, and with unsigned ones as floating-point numbers. */
const Words = Int32Array;

/** @param key 32 hexadecimal digits; read before any student's code runs. */
export function sealWith(key: string): Seal {
  // Far more than the four words that it takes: what is that long does not lie in V8's heap, of which code can take a picture.
  const words = new Words(64);
  for (let word = 0; word < KEY_DIGITS / 8; word++)
    words[word] = parseInt(key.slice(8 * word, 8 * word + 8), 16);
  const tag = (text: string) => hexOf(sipHash(words, text));
  return {
    close: (text) => tag(text) + text,
    open: (sealed) => {
      const text = slice(sealed, TAG_DIGITS);
      if (slice(sealed, 0, TAG_DIGITS) !== tag(text)) throw new SyntaxError('a message is not sealed');
      return text;
    },
  };
}

/** @param key Two numbers of 64 bits, each as its lower and its upper half.
 * @returns One, the same way. */
export function sipHash(key: Int32Array, text: string): Int32Array {
  const v = new Words(8);
  for (let half = 0; half < 8; half++) v[half] = INITIAL[half]! ^ key[half & 3]!;
  const whole = text.length & ~3;
  for (let at = 0; at < whole; at += 4) compress(v, pair(text, at), pair(text, at + 2));
  const rest = text.length & 3;
  const low = rest > 0 ? pair(text, whole) : 0;
  const high = rest > 2 ? charCodeAt(text, whole + 2) : 0;
  compress(v, low, high | (((2 * text.length) & 0xff) << 24));
  v[4] = v[4]! ^ 0xff;
  for (let n = 0; n < 4; n++) round(v);
  const hash = new Words(2);
  for (let half = 0; half < 2; half++) hash[half] = v[half]! ^ v[half + 2]! ^ v[half + 4]! ^ v[half + 6]!;
  return hash;
}

/** "somepseudorandomlygeneratedbytes", in four numbers of 64 bits, each as its lower and its upper half. */
const INITIAL = [
  0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
];

/** Two code units in one word; nothing stands after the end. */
const pair = (text: string, at: number): number => charCodeAt(text, at) | (charCodeAt(text, at + 1) << 16);

function compress(v: Int32Array, low: number, high: number): void {
  v[6] = v[6]! ^ low;
  v[7] = v[7]! ^ high;
  round(v);
  round(v);
  v[0] = v[0]! ^ low;
  v[1] = v[1]! ^ high;
}

function round(v: Int32Array): void {
  mix(v, 0, 2, 13);
  swapHalves(v, 0);
  mix(v, 4, 6, 16);
  mix(v, 0, 6, 21);
  mix(v, 4, 2, 17);
  swapHalves(v, 4);
}

/** Adds number `b` to number `a`; `b` becomes itself, rotated to the left, exclusive or the sum. */
function mix(v: Int32Array, a: number, b: number, bits: number): void {
  const before = v[a]!;
  const low = v[b]!;
  const high = v[b + 1]!;
  const sum = (before + low) | 0;
  const carry = ((before & low) | ((before | low) & ~sum)) >>> 31;
  const upperSum = (v[a + 1]! + high + carry) | 0;
  v[a] = sum;
  v[a + 1] = upperSum;
  v[b] = ((low << bits) | (high >>> (32 - bits))) ^ sum;
  v[b + 1] = ((high << bits) | (low >>> (32 - bits))) ^ upperSum;
}

function swapHalves(v: Int32Array, a: number): void {
  const low = v[a]!;
  v[a] = v[a + 1]!;
  v[a + 1] = low;
}

const DIGITS = '0123456789abcdef';

function hexOf(hash: Int32Array): string {
  let hex = '';
  for (let half = 1; half >= 0; half--)
    for (let shift = 28; shift >= 0; shift -= 4) hex += DIGITS[(hash[half]! >>> shift) & 15]!;
  return hex;
}
