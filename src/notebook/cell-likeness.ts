import type { DocumentCell } from './document-cell.js';
import { givenTokens } from './given-tokens.js';
import { significantTokens } from './significant-tokens.js';

/** How often each word stands in some code: names, keywords, strings, numbers. */
export interface WordCount {
  counts: ReadonlyMap<string, number>;
  total: number;
}

export function wordsOf(source: string): WordCount {
  return countWords(significantTokens(source).map(({ text }) => text));
}

/** Words of the lines of a code cell that students do not write. */
export function givenWords(cell: DocumentCell): WordCount {
  const words = known.get(cell) ?? countWords(givenTokens(cell, { loose: false }).given.flat());
  known.set(cell, words);
  return words;
}

const known = new WeakMap<DocumentCell, WordCount>();

/** Share of the given words that a cell must have to be another cell's copy, or to be in its place. */
export const SAME_CELL = 0.8;
export const LIKE_CELL = 0.4;

/** Fewer given words tell nothing about a cell. */
export const TELLING_WORDS = 8;

/** A cell has this share of the words of the given lines. */
export function isLike({ words }: { words: WordCount }, cell: DocumentCell, share: number): boolean {
  return coverage(words, givenWords(cell)) >= share;
}

/** Share of the wanted words that are there, in [0, 1]; 0 if none is wanted. */
function coverage(found: WordCount, wanted: WordCount): number {
  let common = 0;
  for (const [word, count] of wanted.counts) common += Math.min(count, found.counts.get(word) ?? 0);
  return wanted.total === 0 ? 0 : common / wanted.total;
}

function countWords(texts: string[]): WordCount {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    if (!/^[\p{L}\p{N}_$"#`]/u.test(text)) continue;
    counts.set(text, (counts.get(text) ?? 0) + 1);
    total++;
  }
  return { counts, total };
}
