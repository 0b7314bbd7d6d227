import type { CellDiagnostic, ErrorReport } from '../session/index.js';

/** The lines that a front end shows for an error, coloured as terminals are: what happened, the line of the cell where
 * it happened, and how the code got there.
 * @param sourceOf The text of a cell, by its name in stack traces. */
export function traceback(
  { name, message, stack }: ErrorReport,
  diagnostics: CellDiagnostic[] | undefined,
  sourceOf: (cell: string) => string | undefined,
): string[] {
  if (diagnostics) {
    const names = diagnostics.some(({ code }) => NOT_FOUND.has(code)) ? [EARLIER_FIRST] : [];
    return [red('The cell was not run: it does not compile'), ...stack.map(paintCaret), ...names];
  }
  const lines = [`${red(name)}: ${message}`];
  const frames = stack.slice(stack.findIndex((line) => /^\s+at /.test(line)));
  const isTrace = frames.length > 0 && /^\s+at /.test(frames[0]!);
  if (!isTrace) return lines;
  for (const frame of frames) {
    const place = /cell:(.+?):(\d+):(\d+)\)?$/.exec(frame);
    if (!place) continue;
    const source = sourceOf(place[1]!);
    if (source !== undefined) lines.push(...excerpt(source, place[1]!, Number(place[2]), Number(place[3])));
    break;
  }
  return [...lines, ...withoutPackages(frames).map((frame) => frame.replace('cell:', 'cell '))];
}

/** A name, a namespace, a shorthand property; with and without a similar name. */
const NOT_FOUND = new Set([2304, 2503, 2552, 18_004]);
const EARLIER_FIRST =
  'Is a name that cannot be found one of an earlier cell? Run that cell first: a new kernel knows none.';

/** What packages have called among themselves in one line, where a cell has called them. */
function withoutPackages(frames: string[]): string[] {
  if (!frames.some((frame) => frame.includes('cell:'))) return frames.slice(0, MOST_FRAMES);
  const shown: string[] = [];
  let hidden = 0;
  for (const [at, frame] of frames.entries()) {
    const isOfPackage = OF_PACKAGE.test(frame);
    if (isOfPackage) hidden++;
    else shown.push(frame);
    const isLast = at === frames.length - 1;
    if (hidden > 0 && isOfPackage && (isLast || !OF_PACKAGE.test(frames[at + 1]!))) {
      shown.push(`    … ${hidden === 1 ? '1 call' : `${hidden} calls`} inside packages`);
      hidden = 0;
    }
  }
  return shown;
}

const MOST_FRAMES = 12;
const OF_PACKAGE = /[\\/]node_modules[\\/]|[\\/]index\.bundle\.js:/;

/** The line of an error, with one before and after it. */
function excerpt(source: string, cell: string, line: number, column: number): string[] {
  const lines = source.split(/\r\n|\r|\n/);
  const width = String(Math.min(line + 1, lines.length)).length;
  const shown = [`${green(`cell ${cell}`)}, line ${line}`];
  for (let number = Math.max(1, line - 1); number <= Math.min(lines.length, line + 1); number++) {
    const prefix = number === line ? red('→') : ' ';
    shown.push(`${prefix} ${String(number).padStart(width)} │ ${lines[number - 1]!}`);
    if (number === line)
      shown.push(`  ${' '.repeat(width)} │ ${' '.repeat(Math.max(0, column - 1))}${red('^')}`);
  }
  return shown;
}

const paintCaret = (line: string) => (/^\s*~+$/.test(line) ? red(line) : line);

const ESCAPE = '\u001B';
const red = (text: string) => `${ESCAPE}[31m${text}${ESCAPE}[39m`;
const green = (text: string) => `${ESCAPE}[32m${text}${ESCAPE}[39m`;
