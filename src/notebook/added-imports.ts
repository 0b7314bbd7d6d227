import ts = require('typescript');
import { tokensOf, type Token } from './tokens.js';

const K = ts.SyntaxKind;

/** The import declarations that somebody has added to a given cell, or changed in it; empty if there are none. */
export function addedImports(source: string, starter: string): string {
  const given = new Set(importsOf(starter).map(({ key }) => key));
  const added = importsOf(source).filter(({ key }) => !given.has(key));
  return added.map(({ text }) => text).join('\n');
}

/** `import … from '…'` and `import '…'` at the beginning of a line. */
function importsOf(source: string): { key: string; text: string }[] {
  const tokens = tokensOf(source);
  return tokens.flatMap((token, at) => {
    if (token.kind !== K.ImportKeyword || !beginsLine(source, token)) return [];
    const length =
      tokens.slice(at, at + LONGEST_IMPORT).findIndex(({ kind }) => kind === K.StringLiteral) + 1;
    const own = tokens.slice(at, at + length);
    const isDeclaration =
      own.length > 1 && own.every(({ kind }) => kind > K.Identifier - 1 || IN_IMPORTS.has(kind));
    if (!isDeclaration) return [];
    return {
      key: own.map(({ text }) => text).join(' '),
      text: `${source.slice(token.start, own.at(-1)!.end)};`,
    };
  });
}

/** Beside names and the module. `import(` and `import x =` are none. */
const IN_IMPORTS = new Set([
  K.StringLiteral,
  K.OpenBraceToken,
  K.CloseBraceToken,
  K.CommaToken,
  K.AsteriskToken,
]);

/** In tokens. */
const LONGEST_IMPORT = 1000;

const beginsLine = (source: string, { start }: Token) =>
  source.slice(source.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
