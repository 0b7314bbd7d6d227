import ts = require('typescript');
import { isComment, tokensOf, type Token } from './tokens.js';

const K = ts.SyntaxKind;

interface Options {
  /** Comments that count as tokens; all others are dropped. */
  comments?: ReadonlySet<string>;
  /** Parentheses around what is returned or thrown are dropped too: formatters put them around what they break. */
  loose?: boolean;
}

/** The tokens that carry meaning, without those that formatters add and drop: semicolons, trailing commas, parentheses
 * around a single parameter, quotes of property names, the bar before the first type of a union. A token's range covers
 * the dropped ones that belong to it. */
export function significantTokens(
  code: string,
  { comments = NO_COMMENTS, loose = false }: Options = {},
): readonly Token[] {
  if (comments.size > 0) return significantOf(code, comments, loose);
  const mode = loose ? 'loose' : 'strict';
  if (latest.code !== code) latest = { code };
  return (latest[mode] ??= significantOf(code, comments, loose));
}

const NO_COMMENTS: ReadonlySet<string> = new Set();

/** All released cells are looked for in one text, one after another. */
let latest: { code: string; strict?: readonly Token[]; loose?: readonly Token[] } = { code: '' };

function significantOf(code: string, comments: ReadonlySet<string>, loose: boolean): Token[] {
  const all = tokensOf(code, { comments: comments.size > 0 });
  const tokens = all.filter((token) => !isComment(token) || comments.has(token.text));
  const partners = loose ? closingPartners(tokens) : undefined;
  const opened = new Set<number>();
  const closed = new Set<number>();
  for (const at of tokens.keys()) {
    const close = closeOfDroppedPair(tokens, at, partners);
    if (close === undefined) continue;
    opened.add(at);
    closed.add(close);
  }
  const kept: Token[] = [];
  let start: number | undefined;
  for (const [at, token] of tokens.entries()) {
    if (opened.has(at) || isLeadingBar(tokens, at)) start ??= token.start;
    else if (closed.has(at) || token.kind === K.SemicolonToken || isTrailingComma(tokens, at)) {
      if (kept.length) kept.at(-1)!.end = token.end;
    } else {
      kept.push({ ...token, text: propertyName(tokens, at) ?? token.text, start: start ?? token.start });
      start = undefined;
    }
  }
  return kept;
}

const CLOSING = new Set([K.CloseBraceToken, K.CloseBracketToken, K.CloseParenToken]);

function isTrailingComma(tokens: Token[], at: number): boolean {
  return tokens[at]!.kind === K.CommaToken && CLOSING.has(tokens[at + 1]?.kind ?? K.Unknown);
}

const BEFORE_FIRST_TYPE = new Set([
  K.EqualsToken,
  K.ColonToken,
  K.CommaToken,
  K.OpenParenToken,
  K.OpenBracketToken,
  K.LessThanToken,
  K.EqualsGreaterThanToken,
]);

function isLeadingBar(tokens: Token[], at: number): boolean {
  const { kind } = tokens[at]!;
  return (
    (kind === K.BarToken || kind === K.AmpersandToken) &&
    BEFORE_FIRST_TYPE.has(tokens[at - 1]?.kind ?? K.Unknown)
  );
}

/** `{ 'a': 1 }` is `{ a: 1 }`. */
function propertyName(tokens: Token[], at: number): string | undefined {
  const { kind, text } = tokens[at]!;
  if (kind !== K.StringLiteral || tokens[at + 1]?.kind !== K.ColonToken) return undefined;
  const before = tokens[at - 1]?.kind;
  const name = JSON.parse(text) as string;
  return (before === K.OpenBraceToken || before === K.CommaToken) && /^[A-Za-z_$][\w$]*$/.test(name)
    ? name
    : undefined;
}

/** Where a parenthesis that can be dropped closes: `(x) => …`; with partners, `return (…)` and `=> (…)` too. */
function closeOfDroppedPair(
  tokens: Token[],
  at: number,
  partners: Map<number, number> | undefined,
): number | undefined {
  if (tokens[at]!.kind !== K.OpenParenToken) return undefined;
  const isName = (tokens[at + 1]?.kind ?? K.Unknown) >= K.Identifier && tokens[at + 1]!.kind <= K.LastKeyword;
  if (
    isName &&
    tokens[at + 2]?.kind === K.CloseParenToken &&
    tokens[at + 3]?.kind === K.EqualsGreaterThanToken
  )
    return at + 2;
  const before = tokens[at - 1]?.kind;
  const isWhole =
    before === K.ReturnKeyword || before === K.ThrowKeyword || before === K.EqualsGreaterThanToken;
  return isWhole && tokens[at + 1]?.kind !== K.OpenBraceToken ? partners?.get(at) : undefined;
}

function closingPartners(tokens: Token[]): Map<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (const [at, { kind }] of tokens.entries()) {
    if (kind === K.OpenParenToken) open.push(at);
    else if (kind === K.CloseParenToken && open.length) partners.set(open.pop()!, at);
  }
  return partners;
}
