import ts = require('typescript');
import { tokensOf, type Token } from './tokens.js';

const K = ts.SyntaxKind;

/** The declarations that somebody has added to a given cell, and its imports that were added or changed; empty if there are none.
 * Left out is what declares names that the given cell speaks of, or that others declare.
 * @param others The released cells. */
export function addedDeclarations(source: string, starter: string, others: readonly string[]): string {
  const given = tokensOf(starter);
  const released = others.flatMap((other) => statementsOf(tokensOf(other), other)).flatMap(declaredIn);
  const names = new Set([...given.filter(isName), ...released].map(({ text }) => text));
  const imports = new Set(statementsOf(given, starter).filter(isImport).map(keyOf));
  const added = statementsOf(tokensOf(source), source).filter((statement) => {
    if (isImport(statement)) return !imports.has(keyOf(statement));
    const declared = declaredIn(statement);
    return declared.length > 0 && declared.every(({ text }) => !names.has(text));
  });
  return added.map((statement) => textOf(statement, source)).join('\n');
}

const keyOf = (statement: Token[]) => statement.map(({ text }) => text).join(' ');

function textOf(statement: Token[], source: string): string {
  const end = statement.at(-1)!;
  return source.slice(statement[0]!.start, end.end) + (end.kind === K.CloseBraceToken ? '' : ';');
}

const OPEN = new Set([K.OpenBraceToken, K.OpenBracketToken, K.OpenParenToken, K.TemplateHead]);
const CLOSE = new Set([K.CloseBraceToken, K.CloseBracketToken, K.CloseParenToken, K.TemplateTail]);

/** The statements at the top level of code in usual form, without the semicolons at their ends. */
function statementsOf(tokens: Token[], source: string): Token[][] {
  const statements: Token[][] = [];
  let statement: Token[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    const isEnd = depth === 0 && token.kind === K.SemicolonToken;
    if (!isEnd) statement.push(token);
    if (OPEN.has(token.kind)) depth++;
    else if (CLOSE.has(token.kind)) depth = Math.max(0, depth - 1);
    if (depth > 0 || (next && !isEnd && !isLast(token, next, statement, source))) continue;
    if (statement.length) statements.push(statement);
    statement = [];
  }
  return statements;
}

function isLast(token: Token, next: Token, statement: Token[], source: string): boolean {
  if (token.kind === K.CloseBraceToken && hasBody(statement)) return next.kind !== K.OpenBraceToken;
  return (
    !hasBody(statement) &&
    source.slice(token.end, next.start).includes('\n') &&
    (!isPunctuation(token) || CLOSE.has(token.kind)) &&
    !isPunctuation(next)
  );
}

const isPunctuation = ({ kind }: Token) => kind >= K.FirstPunctuation && kind <= K.LastPunctuation;

const isName = ({ kind }: Token) => kind === K.Identifier || kind > K.LastReservedWord;

const hasBody = ([first, second]: Token[]) =>
  WITH_BODY.has(first!.kind) || (PREFIXES.has(first!.kind) && WITH_BODY.has(second?.kind ?? K.Unknown));

const WITH_BODY = new Set([K.FunctionKeyword, K.ClassKeyword, K.InterfaceKeyword, K.EnumKeyword]);
const PREFIXES = new Set([K.AsyncKeyword, K.AbstractKeyword]);
const VARIABLES = new Set([K.ConstKeyword, K.LetKeyword, K.VarKeyword]);

/** `import … from '…'` and `import '…'`; `import(` and `import x =` are none. */
const isImport = (statement: Token[]) =>
  statement.length > 1 &&
  statement[0]!.kind === K.ImportKeyword &&
  statement.at(-1)!.kind === K.StringLiteral &&
  statement.every((token) => isName(token) || IN_IMPORTS.has(token.kind));

const IN_IMPORTS = new Set([
  K.ImportKeyword,
  K.StringLiteral,
  K.OpenBraceToken,
  K.CloseBraceToken,
  K.CommaToken,
  K.AsteriskToken,
]);

/** The names that a declaration declares, and some more: all that stands before its first `=`, parenthesis or body. */
function declaredIn(statement: Token[]): Token[] {
  const isDeclaration =
    VARIABLES.has(statement[0]!.kind) || statement[0]!.kind === K.TypeKeyword || hasBody(statement);
  if (!isDeclaration) return [];
  const end = statement.findIndex(({ kind }, at) => at > 1 && HEAD_ENDS.has(kind));
  return statement.slice(1, end < 0 ? undefined : end).filter(isName);
}

const HEAD_ENDS = new Set([K.EqualsToken, K.OpenParenToken, K.ColonToken, K.LessThanToken, K.ExtendsKeyword]);
