import ts = require('typescript');

/** A token of TypeScript code. */
export interface Token {
  /** The same for tokens that formatters exchange: quotes of strings do not count. */
  text: string;
  start: number;
  end: number;
  kind: ts.SyntaxKind;
}

const K = ts.SyntaxKind;

/** The tokens of a piece of code, whole or not: comments and space dropped. Never throws. */
export function tokensOf(code: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, code);
  const tokens: Token[] = [];
  /** Open braces within each open `${`. */
  const templates: number[] = [];
  for (let kind = scanner.scan(); kind !== K.EndOfFileToken; kind = scanner.scan()) {
    if ((kind === K.SlashToken || kind === K.SlashEqualsToken) && !endsOperand(tokens.at(-1))) kind = scanner.reScanSlashToken();
    if (kind === K.OpenBraceToken && templates.length) templates[templates.length - 1]!++;
    if (kind === K.CloseBraceToken && templates.length && --templates[templates.length - 1]! < 0) {
      kind = scanner.reScanTemplateToken(false);
      if (kind === K.TemplateTail) templates.pop();
      else templates[templates.length - 1] = 0;
    }
    if (kind === K.TemplateHead) templates.push(0);
    const text = kind === K.StringLiteral ? JSON.stringify(scanner.getTokenValue()) : scanner.getTokenText();
    tokens.push({ text, start: scanner.getTokenStart(), end: scanner.getTokenEnd(), kind });
  }
  return tokens;
}

/** The tokens that carry meaning: without semicolons and trailing commas, which formatters add and drop. */
export function significantTokens(code: string): Token[] {
  const tokens = tokensOf(code);
  return tokens.filter(({ kind }, at) => {
    if (kind === K.SemicolonToken) return false;
    return !(kind === K.CommaToken && CLOSING.has(tokens[at + 1]?.kind ?? K.Unknown));
  });
}

const CLOSING = new Set([K.CloseBraceToken, K.CloseBracketToken, K.CloseParenToken]);

/** After an operand a slash divides; elsewhere it begins a regular expression. */
function endsOperand(token: Token | undefined): boolean {
  if (!token) return false;
  const { kind } = token;
  if (kind === K.CloseParenToken || kind === K.CloseBracketToken || kind === K.CloseBraceToken) return true;
  if (kind === K.Identifier || kind === K.NumericLiteral || kind === K.BigIntLiteral || kind === K.StringLiteral) return true;
  return kind === K.ThisKeyword || kind === K.SuperKeyword || kind === K.NoSubstitutionTemplateLiteral || kind === K.TemplateTail || kind === K.TrueKeyword || kind === K.FalseKeyword || kind === K.NullKeyword || kind === K.PlusPlusToken || kind === K.MinusMinusToken;
}
