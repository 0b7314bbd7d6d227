import { tokensOf } from '../../notebook/index.js';

/** Code as it stands in for an answer in a student's process: without comments and superfluous space, so that the text of a
 * function with the reference gives as little away as it can. Line ends stay, since they can end statements. */
export function compactCode(code: string): string {
  let out = '';
  let end = 0;
  for (const { start, end: next } of tokensOf(code)) {
    const gap = code.slice(end, start);
    if (out !== '') out += gap.includes('\n') ? '\n' : gap === '' ? '' : ' ';
    out += code.slice(start, next);
    end = next;
  }
  return out;
}
