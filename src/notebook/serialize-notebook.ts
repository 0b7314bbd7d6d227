import { isCellId, type Cell, type Notebook } from './notebook.js';

/** The text of a notebook file in nbformat 4.5, as Jupyter writes it: one space of indentation, sorted keys, sources
 * as lists of lines. Metadata, attachments and outputs stay as they were read. */
export function serializeNotebook({ metadata, cells, other }: Notebook): string {
  const taken = new Set<string>();
  const root = { ...other, cells: cells.map((cell, index) => jsonCell(cell, index, taken)), metadata, nbformat: 4, nbformat_minor: 5 };
  return `${JSON.stringify(sorted(root), null, 1)}\n`;
}

function jsonCell({ id, kind, source, metadata, outputs, executionCount, other }: Cell, index: number, taken: Set<string>): Record<string, unknown> {
  const cell = { ...other, cell_type: kind, id: uniqueId(id, index, taken), metadata, source: splitLines(source) };
  return sorted(kind === 'code' ? { ...cell, execution_count: executionCount, outputs } : cell);
}

function uniqueId(id: string | undefined, index: number, taken: Set<string>): string {
  let unique = isCellId(id) ? id : `cell-${index + 1}`;
  for (let count = 2; taken.has(unique); count++) unique = `${(id ?? 'cell').slice(0, 56)}-${count}`;
  taken.add(unique);
  return unique;
}

/** Lines with their line ends, as nbformat stores text. */
export function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
