import { tokensOf } from './tokens.js';

/** Moves a piece of code to an indentation, its own relative indentation kept. Lines that begin inside a string or
 * template literal are text of the program and stay as they are. */
export function indentTo(code: string, indent: string): string {
  const text = code.replace(/\r\n?/g, '\n');
  const fixed = linesInLiterals(text);
  const lines = text.split('\n');
  const common = commonIndent(lines.filter((line, at) => line.trim() !== '' && !fixed.has(at)));
  return lines
    .map((line, at) => {
      if (fixed.has(at)) return line;
      return line.trim() === '' ? '' : indent + line.slice(common);
    })
    .join('\n');
}

/** Length of the white space that all lines begin with. */
function commonIndent(lines: string[]): number {
  let common: string | undefined;
  for (const line of lines) {
    const own = /^[ \t]*/.exec(line)![0];
    if (common === undefined) common = own;
    while (!own.startsWith(common)) common = common.slice(0, -1);
  }
  return common?.length ?? 0;
}

function linesInLiterals(code: string): Set<number> {
  const inside = new Set<number>();
  let line = 0;
  let counted = 0;
  const lineAt = (position: number) => {
    for (; counted < position; counted++) if (code[counted] === '\n') line++;
    return line;
  };
  for (const { start, end } of tokensOf(code)) {
    const first = lineAt(start);
    const last = lineAt(end);
    for (let at = first + 1; at <= last; at++) inside.add(at);
  }
  return inside;
}
