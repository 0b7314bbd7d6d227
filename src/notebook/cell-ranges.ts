import { align } from './align.js';
import type { DocumentCell } from './document-cell.js';
import { findApart, LONGEST_CODE, type SourceRange } from './find-answers.js';
import { givenTokens } from './given-tokens.js';
import { significantTokens } from './significant-tokens.js';

/** Where an answer cell stands in a source, its given lines unchanged, with what may have been put between them. */
export function answerRange(source: string, cell: DocumentCell): SourceRange | undefined {
  return findApart(source, cell)?.extent;
}

/** Where the code of a given cell stands in a source.
 * @param whole Nothing else may stand in it. */
export function givenRange(
  source: string,
  cell: DocumentCell,
  { whole }: { whole: boolean },
): SourceRange | undefined {
  if (source.length > LONGEST_CODE) return undefined;
  const starter = givenTokens(cell, { loose: false });
  const tokens = significantTokens(source);
  if (tokens.length === 0 || (whole && tokens.length !== starter.given[0]!.length)) return undefined;
  const range = align(tokens, starter)?.[0];
  return (
    range && {
      start: tokens[range.from]!.start,
      end: range.to === tokens.length ? source.length : tokens[range.to - 1]!.end,
    }
  );
}
