import type { DocumentCell } from './document-cell.js';
import type { Region } from './regions.js';
import { renderPieces, starterText } from './render-cell.js';
import { significantTokens } from './significant-tokens.js';
import { isComment, tokensOf, type Token } from './tokens.js';

/** How the starter of a code cell looks, as tokens. */
export interface GivenTokens {
  /** Around the regions, one more than there are regions. */
  given: readonly (readonly string[])[];
  /** The same, each cut where a statement can be put in. */
  statements: readonly (readonly (readonly string[])[])[];
  /** In the regions. */
  stubs: readonly (readonly string[])[];
  /** Comments that tell answers apart where no code stands between them. */
  comments: ReadonlySet<string>;
}

type CutCode = Pick<DocumentCell, 'kind' | 'given' | 'regions'>;

const known = new WeakMap<CutCode, { strict?: GivenTokens; loose?: GivenTokens }>();

/** The tokens of a cell's starter, cut at its regions; remembered, since a class hands in the same cell often. */
export function givenTokens(cell: CutCode, { loose }: { loose: boolean }): GivenTokens {
  const mode = loose ? 'loose' : 'strict';
  const both = known.get(cell) ?? {};
  known.set(cell, both);
  return (both[mode] ??= cutTokens(cell, loose));
}

/** The first region that neither code nor a comment of its own tells from the one before it. */
export function tasklessGap(cell: CutCode): Region | undefined {
  const at = givenTokens(cell, { loose: false }).given.findIndex(
    (tokens, index) => index > 0 && index < cell.regions.length && tokens.length === 0,
  );
  return at < 0 ? undefined : cell.regions[at];
}

function cutTokens(cell: CutCode, loose: boolean): GivenTokens {
  const pieces = renderPieces(cell, (region) => starterText(region, cell));
  const source = pieces.join('');
  const comments = separatingComments(cell, source);
  const tokens = significantTokens(source, { comments, loose });
  const cut: Token[][] = [];
  let at = 0;
  let end = 0;
  for (const piece of pieces) {
    end += piece.length;
    const from = at;
    while (at < tokens.length && tokens[at]!.start < end) at++;
    cut.push(tokens.slice(from, at));
  }
  const given = cut.filter((_, index) => index % 2 === 0);
  return {
    given: given.map(textsOf),
    statements: given.map((piece) => statementsOf(piece, source).map(textsOf)),
    stubs: cut.filter((_, index) => index % 2 === 1).map(textsOf),
    comments,
  };
}

const textsOf = (tokens: Token[]) => tokens.map(({ text }) => text);

/** Cut behind braces and semicolons, which belong to the token before them. */
function statementsOf(piece: Token[], source: string): Token[][] {
  const statements: Token[][] = [[]];
  for (const [at, token] of piece.entries()) {
    statements.at(-1)!.push(token);
    const isEnd = token.text === '{' || token.text === '}' || source[token.end - 1] === ';';
    if (isEnd && at < piece.length - 1) statements.push([]);
  }
  return statements;
}

/** Comments that stand once in the cell, in gaps without code. */
function separatingComments({ given }: CutCode, source: string): Set<string> {
  const gaps = given.slice(1, -1).filter((text) => tokensOf(text).length === 0);
  if (gaps.length === 0) return new Set();
  const counts = new Map<string, number>();
  for (const { text } of commentsOf(source)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const own = gaps.flatMap(commentsOf).filter(({ text }) => counts.get(text) === 1);
  return new Set(own.map(({ text }) => text));
}

const commentsOf = (code: string): Token[] => tokensOf(code, { comments: true }).filter(isComment);
