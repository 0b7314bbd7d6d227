import type { CellKind } from './notebook.js';

/** A cell of a source in jupytext's percent format. */
export interface PercentCell {
  kind: CellKind;
  /** Options of the header: `id="setup"`, `tags=["experiment"]`. */
  options: Record<string, unknown>;
  source: string;
  /** Line of the header, 1-based. */
  line: number;
  /** Line that the source begins on; blank lines before it are dropped. */
  sourceLine: number;
}

/** Called with each thing that cannot be read. */
export type ReportLine = (problem: { line: number; message: string }) => void;

const HEADER = /^\/\/ %%(?:\s+(.*))?$/;
const LIKE_HEADER = /^\s*\/\/\s*%%(?!%)/;
const OPTION = /([\w-]+)=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[\w.-]+)/g;

/** Splits a TypeScript file at its `// %%` lines.
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format */
export function parsePercent(text: string, report: ReportLine = () => {}): PercentCell[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const starts = lines.flatMap((line, at) => (HEADER.test(line) ? [at] : []));
  for (const [at, line] of lines.entries()) {
    if (LIKE_HEADER.test(line) && !HEADER.test(line))
      report({ line: at + 1, message: 'A cell begins with // %% at the very left, and a space after it' });
  }
  const own = headerLength(lines);
  const early = lines.slice(own, starts[0]).findIndex((line) => line.trim() !== '');
  if (starts.length && early >= 0)
    report({
      line: own + early + 1,
      message: 'This stands before the first cell: begin each cell with a line // %%',
    });
  return starts.map((start, at) => {
    const header = HEADER.exec(lines[start]!)![1] ?? '';
    const kind: CellKind = /\[(markdown|md)\]/.test(header)
      ? 'markdown'
      : header.includes('[raw]')
        ? 'raw'
        : 'code';
    const options = headerOptions(header, (message) => report({ line: start + 1, message }));
    const body = lines.slice(start + 1, starts[at + 1]);
    while (body.length && body.at(-1)!.trim() === '') body.pop();
    const blank = body.findIndex((line) => line.trim() !== '');
    const sourceLine = start + 2 + Math.max(blank, 0);
    const kept = body.slice(Math.max(blank, 0));
    const source = (
      kind === 'code'
        ? kept
        : kept.map((line, index) =>
            uncommented(line, () =>
              report({ line: sourceLine + index, message: `A line of a ${kind} cell begins with //` }),
            ),
          )
    )
      .join('\n')
      .trimEnd();
    return { kind, options, source, line: start + 1, sourceLine };
  });
}

/** Lines of the header that jupytext writes when it saves the file: YAML in comments, between two lines `// ---`. */
function headerLength(lines: string[]): number {
  if (lines[0] !== '// ---') return 0;
  const end = lines.indexOf('// ---', 1);
  return lines.slice(0, end).every((line) => line.startsWith('//') && !HEADER.test(line)) ? end + 1 : 0;
}

function uncommented(line: string, complain: () => void): string {
  if (!line.startsWith('//') && line.trim() !== '') complain();
  return line.replace(/^\/\/ ?/, '');
}

function headerOptions(header: string, complain: (message: string) => void): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [, key, value] of header.matchAll(OPTION)) {
    try {
      options[key!] = JSON.parse(value!);
    } catch {
      options[key!] = value; // A bare word, as jupytext allows.
    }
  }
  if (header.replace(OPTION, '').includes('='))
    complain('Write options as in // %% id="setup" tags=["experiment"]');
  return options;
}
