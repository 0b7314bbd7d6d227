import { tokensOf } from '../../notebook/index.js';

/** Every name in a piece of code, and some words that are none: read token by token, which takes the same time whatever the
 * code looks like. */
export function mentionedNames(source: string): Set<string> {
  const words = tokensOf(source).filter(({ text }) => /^[\p{ID_Start}$_\\]/u.test(text));
  return new Set(words.map(({ text }) => text.replace(/\\u\{?([0-9a-fA-F]+)\}?/g, decoded)));
}

const decoded = (_escape: string, hex: string) => String.fromCodePoint(Math.min(parseInt(hex, 16), 0x10ffff));
