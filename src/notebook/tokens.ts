import ts = require('typescript');
import { RegexPosition } from './regex-position.js';

/** A token of TypeScript code. */
export interface Token {
  /** The same for spellings that formatters exchange: quotes of strings, digits of numbers, space in comments,
   * line ends in templates. */
  text: string;
  start: number;
  end: number;
  kind: ts.SyntaxKind;
}

const K = ts.SyntaxKind;

/** The tokens of a piece of code, whole or not: space dropped. Never throws.
 * @param comments Comments are tokens too. */
export function tokensOf(code: string, { comments = false } = {}): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, ts.LanguageVariant.Standard, code);
  const tokens: Token[] = [];
  const position = new RegexPosition();
  /** Open braces within each open `${`. */
  const templates: number[] = [];
  let onNewLine = true;
  for (let kind = scanner.scan(); kind !== K.EndOfFileToken; kind = scanner.scan()) {
    if ((kind === K.SlashToken || kind === K.SlashEqualsToken) && position.isRegex(onNewLine))
      kind = scanner.reScanSlashToken();
    if (kind === K.OpenBraceToken && templates.length) templates[templates.length - 1]!++;
    if (kind === K.CloseBraceToken && templates.length && --templates[templates.length - 1]! < 0) {
      kind = scanner.reScanTemplateToken(false);
      if (kind === K.TemplateTail) templates.pop();
      else templates[templates.length - 1] = 0;
    }
    if (kind === K.TemplateHead) templates.push(0);
    if (kind === K.NewLineTrivia) onNewLine = true;
    const token = {
      text: spelling(kind, scanner),
      start: scanner.getTokenStart(),
      end: scanner.getTokenEnd(),
      kind,
    };
    if (kind > K.LastTriviaToken) {
      position.add(kind);
      onNewLine = false;
      tokens.push(token);
    } else if (comments && isComment(token)) tokens.push(token);
  }
  return tokens;
}

export const isComment = ({ kind }: Token) =>
  kind === K.SingleLineCommentTrivia || kind === K.MultiLineCommentTrivia;

function spelling(kind: ts.SyntaxKind, scanner: ts.Scanner): string {
  if (kind === K.StringLiteral) return JSON.stringify(scanner.getTokenValue());
  if (kind === K.NumericLiteral) return scanner.getTokenValue();
  const text = scanner.getTokenText();
  return kind <= K.LastTriviaToken ? text.replace(/\s+/g, ' ').trim() : text.replace(/\r\n?/g, '\n');
}

const STEP = new Map<ts.SyntaxKind, 1 | -1>([
  [K.OpenBraceToken, 1],
  [K.OpenBracketToken, 1],
  [K.OpenParenToken, 1],
  [K.TemplateHead, 1],
  [K.CloseBraceToken, -1],
  [K.CloseBracketToken, -1],
  [K.CloseParenToken, -1],
  [K.TemplateTail, -1],
]);

/** How many more brackets are open after a token. */
export const bracketStep = ({ kind }: Token): 1 | 0 | -1 => STEP.get(kind) ?? 0;
