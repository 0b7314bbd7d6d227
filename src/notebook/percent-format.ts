import type { CellKind } from './notebook.js';

/** A cell of a source in jupytext's percent format. */
export interface PercentCell {
  kind: CellKind;
  /** Options of the header: `id="setup"`, `tags=["experiment"]`. */
  options: Record<string, unknown>;
  source: string;
  /** Line of the header, 1-based; the source begins on the next. */
  line: number;
}

const HEADER = /^\/\/ %%(?:\s+(.*))?$/;

/** Splits a TypeScript file at its `// %%` lines.
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format */
export function parsePercent(text: string): PercentCell[] {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n').split('\n');
  const starts = lines.flatMap((line, at) => (HEADER.test(line) ? [at] : []));
  return starts.map((start, at) => {
    const body = lines.slice(start + 1, starts[at + 1]);
    const header = HEADER.exec(lines[start]!)![1] ?? '';
    const kind: CellKind = /\[(markdown|md)\]/.test(header) ? 'markdown' : header.includes('[raw]') ? 'raw' : 'code';
    const source = (kind === 'code' ? body : body.map(uncomment)).join('\n').replace(/^\n+|\s+$/g, '');
    return { kind, options: headerOptions(header), source, line: start + 1 };
  });
}

const uncomment = (line: string) => line.replace(/^\/\/ ?/, '');

function headerOptions(header: string): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [, key, value] of header.matchAll(/([\w-]+)=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[\w.-]+)/g)) {
    try {
      options[key!] = JSON.parse(value!);
    } catch {
      options[key!] = value; // A bare word, as jupytext allows.
    }
  }
  return options;
}
