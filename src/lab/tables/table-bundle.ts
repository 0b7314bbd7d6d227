import type { MimeBundle } from '../display.js';
import { escapeHtml } from '../escape-html.js';
import type { Table } from './table.js';

/** A table as HTML and as text: its first rows, and how many more there are. */
export function tableBundle(table: Table<object>): MimeBundle {
  const names = table.columnNames();
  const rows = table.slice(0, SHOWN_ROWS).objects() as Record<string, unknown>[];
  const columns = names.map((name) => ({
    name,
    isNumber: rows.every((row) => typeof row[name] === 'number'),
    cells: rows.map((row) => cellText(row[name])),
  }));
  const more = table.numRows() - rows.length;
  const note = more > 0 ? `… ${more} more ${more === 1 ? 'row' : 'rows'}` : `${rows.length} rows`;
  return { 'text/html': html(columns, rows.length, note), 'text/plain': text(columns, rows.length, note) };
}

const SHOWN_ROWS = 50;

interface Column {
  name: string;
  isNumber: boolean;
  cells: string[];
}

/** Numbers with at most five significant digits. */
function cellText(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(5)));
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? '…' : String(value as string | boolean | bigint);
}

function html(columns: Column[], nRows: number, note: string): string {
  const style = ({ isNumber }: Column) => ` style="text-align: ${isNumber ? 'right' : 'left'}"`;
  const header = columns.map((column) => `<th${style(column)}>${escapeHtml(column.name)}</th>`).join('');
  const body = Array.from({ length: nRows }, (_, i) => {
    const cells = columns.map((column) => `<td${style(column)}>${escapeHtml(column.cells[i]!)}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr>${header}</tr></thead><tbody>${body.join('')}</tbody></table><p>${note}</p>`;
}

function text(columns: Column[], nRows: number, note: string): string {
  const widths = columns.map(({ name, cells }) => Math.max(name.length, ...cells.map((cell) => cell.length)));
  const line = (cellOf: (column: Column) => string) =>
    columns
      .map((column, at) =>
        column.isNumber ? cellOf(column).padStart(widths[at]!) : cellOf(column).padEnd(widths[at]!),
      )
      .join('  ')
      .trimEnd();
  const lines = Array.from({ length: nRows }, (_, i) => line(({ cells }) => cells[i]!));
  return [line(({ name }) => name), ...lines, note].join('\n');
}
