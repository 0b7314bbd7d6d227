import ts = require('typescript');
import type { DocumentCell } from './document-cell.js';
import { bracketStep, tokensOf, type Token } from './tokens.js';

const K = ts.SyntaxKind;

/** What a released cell says, and all released cells together. */
interface Given {
  /** That the cell speaks of, or that another declares or imports. */
  names: ReadonlySet<string>;
  bindings: ReadonlySet<string>;
}

const known = new WeakMap<DocumentCell, Given>();

/** The declarations that somebody has added to a given cell, and the imports in it that bind more names than they did; empty if there are
 * none. What would say anew what the given cell speaks of, or what others declare or import, is left out.
 * @param all The released cells. */
export function addedDeclarations(source: string, cell: DocumentCell, all: readonly DocumentCell[]): string {
  const { names, bindings } = known.get(cell) ?? givenIn(cell, all);
  const isNew = (name: string) => !names.has(name);
  const added = statementsOf(source).filter((statement) => {
    const imported = bindingsOf(statement).filter(({ key }) => !bindings.has(key));
    const locals = imported.length > 0 ? imported.map(({ local }) => local) : declaredIn(statement);
    return locals.length > 0 && locals.every(isNew);
  });
  return added.map((statement) => textOf(statement, source)).join('\n');
}

function givenIn(cell: DocumentCell, all: readonly DocumentCell[]): Given {
  const statements = all
    .filter(({ kind }) => kind === 'code')
    .flatMap(({ starterSource }) => statementsOf(starterSource));
  const imported = statements.flatMap(bindingsOf);
  const mentioned = tokensOf(cell.starterSource).filter(isName);
  const given = {
    names: new Set([
      ...mentioned.map(({ text }) => text),
      ...imported.map(({ local }) => local),
      ...statements.flatMap(declaredIn),
    ]),
    bindings: new Set(imported.map(({ key }) => key)),
  };
  known.set(cell, given);
  return given;
}

const textOf = (statement: Token[], source: string) =>
  source.slice(statement[0]!.start, statement.at(-1)!.end) + (hasBody(statement) ? '' : ';');

/** The statements at the top level of code in usual form, without the semicolons at their ends. */
function statementsOf(source: string): Token[][] {
  const tokens = tokensOf(source);
  const statements: Token[][] = [];
  let statement: Token[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    const isEnd = depth === 0 && token.kind === K.SemicolonToken;
    if (!isEnd) statement.push(token);
    depth = Math.max(0, depth + bracketStep(token));
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
    (!isPunctuation(token) || bracketStep(token) < 0) &&
    !isPunctuation(next)
  );
}

const isPunctuation = ({ kind }: Token) => kind >= K.FirstPunctuation && kind <= K.LastPunctuation;

const isName = ({ kind }: Token) => kind === K.Identifier;

const hasBody = ([first, second]: Token[]) =>
  WITH_BODY.has(first!.kind) || (PREFIXES.has(first!.kind) && WITH_BODY.has(second?.kind ?? K.Unknown));

const WITH_BODY = new Set([K.FunctionKeyword, K.ClassKeyword, K.InterfaceKeyword, K.EnumKeyword]);
const PREFIXES = new Set([K.AsyncKeyword, K.AbstractKeyword]);
const VARIABLES = new Set([K.ConstKeyword, K.LetKeyword, K.VarKeyword]);

/** What `import … from '…'` binds, each name with what it stands for: nothing for `import(`, `import x =` and all else. */
function bindingsOf(statement: Token[]): { key: string; local: string }[] {
  const module = statement.at(-1)!;
  const isImport =
    statement[0]!.kind === K.ImportKeyword &&
    module.kind === K.StringLiteral &&
    statement.slice(1, -1).every(({ kind }) => kind >= K.Identifier || IN_IMPORTS.has(kind));
  if (!isImport) return [];
  return statement.flatMap((token, at) => {
    const [before, last, next] = [statement[at - 2], statement[at - 1], statement[at + 1]];
    if (!isName(token) || next?.kind === K.AsKeyword) return [];
    const what =
      last?.kind === K.AsKeyword ? before!.text : next?.kind === K.FromKeyword ? 'default' : token.text;
    return [{ key: `${module.text} ${what} ${token.text}`, local: token.text }];
  });
}

const IN_IMPORTS = new Set([
  K.OpenBraceToken,
  K.CloseBraceToken,
  K.CommaToken,
  K.AsteriskToken,
  K.DefaultKeyword,
]);

/** The names that a declaration declares. */
function declaredIn(statement: Token[]): string[] {
  const [{ kind }] = statement as [Token];
  if (VARIABLES.has(kind)) return variablesIn(statement);
  const isNamed = kind === K.TypeKeyword || hasBody(statement);
  return isNamed
    ? statement
        .filter(isName)
        .slice(0, 1)
        .map(({ text }) => text)
    : [];
}

/** `a`, `c` and `d` of `const a: T = 1, { b: c } = x, d = 2`. */
function variablesIn(statement: Token[]): string[] {
  const names: string[] = [];
  let depth = 0;
  let part: 'names' | 'type' | 'value' = 'names';
  for (const [at, token] of statement.entries()) {
    const isOutside = depth === 0;
    const step = bracketStep(token) || (part === 'type' ? angleStep(token) : 0);
    if (step !== 0) depth += step;
    else if (isOutside && token.kind === K.ColonToken && part === 'names') part = 'type';
    else if (isOutside && token.kind === K.EqualsToken && part !== 'value') part = 'value';
    else if (isOutside && token.kind === K.CommaToken) part = 'names';
    else if (part === 'names' && isName(token) && (isOutside || statement[at + 1]?.kind !== K.ColonToken))
      names.push(token.text);
  }
  return names;
}

const angleStep = ({ kind }: Token) => (kind === K.LessThanToken ? 1 : kind === K.GreaterThanToken ? -1 : 0);
