import ts = require('typescript');
import { tokensOf } from './tokens.js';

/** Moves a piece of code to an indentation, its own relative indentation kept. Lines that begin inside a template
 * literal are text of the program and stay as they are. */
export function indentTo(code: string, indent: string): string {
  const fixed = linesInTemplates(code);
  const lines = code.split('\n');
  const movable = lines.filter((line, at) => line.trim() !== '' && !fixed.has(at));
  const common = Math.min(...movable.map((line) => /^[ \t]*/.exec(line)![0].length));
  return lines
    .map((line, at) => {
      if (fixed.has(at)) return line;
      return line.trim() === '' ? '' : indent + line.slice(common);
    })
    .join('\n');
}

function linesInTemplates(code: string): Set<number> {
  const lines = new Set<number>();
  const lineOf = (position: number) => code.slice(0, position).split('\n').length - 1;
  for (const { kind, start, end } of tokensOf(code)) {
    if (kind < ts.SyntaxKind.NoSubstitutionTemplateLiteral || kind > ts.SyntaxKind.TemplateTail) continue;
    for (let line = lineOf(start) + 1; line <= lineOf(end); line++) lines.add(line);
  }
  return lines;
}
