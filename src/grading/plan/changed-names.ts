import ts = require('typescript');
import { tokensOf, type Token } from '../../notebook/index.js';

const K = ts.SyntaxKind;

/** What a piece of code changes without declaring it: `rates` of `rates = []`, `rates[0] = 1`, `rates.push(1)` and
 * `Object.assign(rates, …)`; `sum` of `Array.prototype.sum = …`. Read token by token, which takes the same time whatever the code looks
 * like; what a function would change when it is called counts, too. */
export function changedNames(source: string): { variables: Set<string>; properties: Set<string> } {
  const tokens = tokensOf(source);
  const variables = new Set<string>();
  const properties = new Set<string>();
  const addRoot = (last: number) => {
    let at = last;
    while (tokens[at - 1]?.kind === K.DotToken && at >= 2) at -= 2;
    const root = tokens[at];
    if (root?.kind === K.Identifier) variables.add(root.text);
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
    } else addRoot(last);
  };
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind >= K.FirstAssignment && kind <= K.LastAssignment) addTarget(at - 1);
    if (kind === K.PlusPlusToken || kind === K.MinusMinusToken) addTarget(at - 1);
    if (kind !== K.Identifier) continue;
    const [dot, method, open, argument] = tokens.slice(at + 1, at + 5);
    if (dot?.kind !== K.DotToken || open?.kind !== K.OpenParenToken) continue;
    if (text === 'Object' && /^(assign|define)/.test(method!.text)) variables.add(argument?.text ?? '');
    else if (beginsStatement(source, tokens, at)) variables.add(text);
  }
  return { variables, properties };
}

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

function beginsStatement(source: string, tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (!before || BEFORE_STATEMENTS.has(before.kind)) return true;
  return /[\r\n]/.test(source.slice(before.end, tokens[at]!.start));
}

const BEFORE_STATEMENTS = new Set([K.SemicolonToken, K.OpenBraceToken, K.CloseBraceToken, K.CloseParenToken]);
