import { layOutJson, splitObject } from './json-text.js';
import { keptJson, originalJson } from './kept-json.js';
import { isCellId, type Cell, type Notebook } from './notebook.js';

/** The text of a notebook file in nbformat 4.5, as Jupyter writes it: one space of indentation, sorted keys, sources
 * as lists of lines. Metadata, attachments, outputs and unknown keys stay byte for byte as they were read. */
export function serializeNotebook({ metadata, cells, other }: Notebook): string {
  const ids = uniqueIds(cells);
  const root = new Map([
    [
      'cells',
      cells.length ? `[\n  ${cells.map((cell, at) => cellJson(cell, ids[at]!)).join(',\n  ')}\n ]` : '[]',
    ],
    ['metadata', keptJson(metadata, 1)],
    ['nbformat', '4'],
    ['nbformat_minor', '5'],
  ]);
  return `${objectJson(root, other, 0)}\n`;
}

function cellJson({ kind, source, metadata, outputs, executionCount, other }: Cell, id: string): string {
  const cell = new Map([
    ['cell_type', JSON.stringify(kind)],
    ['id', JSON.stringify(id)],
    ['metadata', keptJson(metadata, 3)],
    ['source', keptJson(splitLines(source), 3)],
  ]);
  if (kind === 'code') {
    cell.set('execution_count', String(executionCount));
    cell.set(
      'outputs',
      outputs.length ? `[\n    ${outputs.map((output) => keptJson(output, 4)).join(',\n    ')}\n   ]` : '[]',
    );
  }
  return objectJson(cell, other, 2);
}

/** Known members and the others that were read, in the order of their keys. */
function objectJson(
  known: ReadonlyMap<string, string>,
  other: Record<string, unknown>,
  depth: number,
): string {
  const original = originalJson(other);
  const others =
    original === undefined
      ? Object.keys(other).map((key) => [key, JSON.stringify(other[key])] as const)
      : splitObject(original);
  const members = new Map(known);
  for (const [key, json] of others) if (!known.has(key)) members.set(key, layOutJson(json, depth + 1));
  const lines = [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, json]) => `${JSON.stringify(key)}: ${json}`);
  const indent = ' '.repeat(depth);
  return `{\n${lines.map((line) => `${indent} ${line}`).join(',\n')}\n${indent}}`;
}

/** Valid ids stay; a missing one, and one that stands twice, gets a new one. */
function uniqueIds(cells: Cell[]): string[] {
  const taken = new Set<string>();
  const kept = cells.map(({ id }) => {
    if (!isCellId(id) || taken.has(id)) return undefined;
    taken.add(id);
    return id;
  });
  const counts = new Map<string, number>();
  return kept.map((id, index) => {
    if (id !== undefined) return id;
    const repeated = cells[index]!.id;
    const base = isCellId(repeated) ? repeated.slice(0, 48) : 'cell';
    for (let count = counts.get(base) ?? 1; ; count++) {
      const unique = `${base}-${count}`;
      if (taken.has(unique)) continue;
      counts.set(base, count + 1);
      taken.add(unique);
      return unique;
    }
  });
}

/** Lines with their line ends, as nbformat stores text: cut where Python's `splitlines` cuts. */
export function splitLines(text: string): string[] {
  // oxlint-disable-next-line no-control-regex -- These, too, end lines in Python.
  return text === '' ? [] : text.split(/(?<=\n|\r(?!\n)|[\v\f\x1c-\x1e\x85\u2028\u2029])/);
}
