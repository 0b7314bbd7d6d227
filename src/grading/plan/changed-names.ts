import ts = require('typescript');
import { tokensOf, type Token } from '../../notebook/index.js';

const K = ts.SyntaxKind;

/** What a piece of code may change without declaring it: `rates` of `rates = []`, `rates[0] = 1`, `rates.push(1)` and `fill(rates)`; `sum`
 * of `Array.prototype.sum = …`. What is waited for counts as training, which changes nothing that an answer uses. Read token by token,
 * which takes the same time whatever the code looks like; what a function would change when it is called counts, too. */
export function changedNames(source: string): { variables: Set<string>; properties: Set<string> } {
  const tokens = tokensOf(source);
  const variables = new Set<string>();
  const properties = new Set<string>();
  const addRoot = (last: number) => {
    const root = tokens[rootOf(tokens, last)];
    if (root) variables.add(root.text);
  };
  const addTarget = (last: number) => {
    const target = tokens[last];
    if (target?.kind === K.CloseBracketToken || target?.kind === K.CloseBraceToken) {
      const names = patternBefore(tokens, last);
      for (const name of names.inside) variables.add(name);
      if (names.before >= 0) addRoot(names.before);
    } else if (target && tokens[last - 1]?.kind === K.DotToken) {
      properties.add(target.text);
      addRoot(last);
    } else if (!DECLARES.has(tokens[last - 1]?.kind ?? K.Unknown)) addRoot(last);
  };
  /** For each parenthesis that is open: what stands in it may be changed. */
  const open: boolean[] = [];
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind >= K.FirstAssignment && kind <= K.LastAssignment) addTarget(at - 1);
    else if (kind === K.PlusPlusToken || kind === K.MinusMinusToken) addTarget(at - 1);
    else if (kind === K.OpenParenToken) {
      const root = rootOf(tokens, at - 1);
      const mayChange = root >= 0 && !NO_CALLS.has(tokens[root - 1]?.kind ?? K.Unknown);
      if (mayChange && root < at - 1) addRoot(root);
      open.push(mayChange && tokens[root]!.text !== 'console');
    } else if (kind === K.CloseParenToken) open.pop();
    else if (open.at(-1) && isName(tokens[at]) && isWholeArgument(tokens, at)) variables.add(text);
  }
  return { variables, properties };
}

/** Where `rates` of `rates.all[0].first` stands, seen from its last token; -1 where it is no such chain of names. */
function rootOf(tokens: readonly Token[], last: number): number {
  let at = last;
  while (DOTS.has(tokens[at - 1]?.kind ?? K.Unknown)) {
    const owner = tokens[at - 2]?.kind === K.ExclamationToken ? at - 3 : at - 2;
    at = tokens[owner]?.kind === K.CloseBracketToken ? patternBefore(tokens, owner).before : owner;
  }
  return isName(tokens[at]) ? at : -1;
}

const isName = (token: Token | undefined) =>
  token !== undefined && (token.kind === K.Identifier || token.kind > K.LastReservedWord);

const DOTS = new Set([K.DotToken, K.QuestionDotToken]);

/** What stands before a name with a parenthesis that is no call, or one that is waited for. */
const NO_CALLS = new Set([K.AwaitKeyword, K.FunctionKeyword, K.DotToken, K.QuestionDotToken]);

const DECLARES = new Set([K.ConstKeyword, K.LetKeyword, K.VarKeyword]);

const isWholeArgument = (tokens: readonly Token[], at: number) =>
  BEFORE_ARGUMENT.has(tokens[at - 1]!.kind) && AFTER_ARGUMENT.has(tokens[at + 1]?.kind ?? K.Unknown);

const BEFORE_ARGUMENT = new Set([K.OpenParenToken, K.CommaToken]);
const AFTER_ARGUMENT = new Set([K.CloseParenToken, K.CommaToken]);

/** Names within the brackets that end here, and the place of what stands before them: a list's name or -1. */
function patternBefore(tokens: readonly Token[], last: number): { inside: string[]; before: number } {
  const inside: string[] = [];
  let depth = 0;
  for (let at = last; at >= 0 && at > last - MOST_TOKENS; at--) {
    const { kind, text } = tokens[at]!;
    if (kind === K.CloseBracketToken || kind === K.CloseBraceToken) depth++;
    else if (kind === K.OpenBracketToken || kind === K.OpenBraceToken) depth--;
    else if (kind === K.Identifier) inside.push(text);
    if (depth === 0) return { inside, before: tokens[at - 1]?.kind === K.Identifier ? at - 1 : -1 };
  }
  return { inside, before: -1 };
}

/** Longer ones are no targets of assignments. */
const MOST_TOKENS = 100;
