import { audience, display, type MimeBundle } from './display.js';
import { figureHtml } from './figures/figure-html.js';
import { figureJson, type Json } from './figures/figure-json.js';
import { displayPlotlyOnce } from './figures/plotly-library.js';
import type { Figure } from './figures/figure.js';
import { tableBundle } from './tables/table-bundle.js';
import type { Table } from './tables/table.js';

let nShown = 0;

/** Displays a figure or a table below the cell, in any Jupyter front end; in a plain Node process, prints a line about it.
 *
 * A figure is sent as Plotly's own format, as HTML that draws itself, and as a line of text; a front end takes what it knows. The
 * first figure brings the plotting library along, see `displayPlotly`.
 * @throws {TypeError} If figure is not a figure, or holds a tensor, a promise, a function or itself; nothing is shown then.
 * @example Usage
 * ```ts
 * show({ data: [{ type: 'scatter', x: [1, 2, 3], y: [4, 5, 6] }], layout: { title: { text: 'Three points' } } });
 * ``` */
export function show(value: Figure | Table<object>): void {
  if (isTable(value)) return display(tableBundle(value));
  display(figureBundle(value));
}

function figureBundle(figure: Figure): MimeBundle {
  const json = figureJson(figure);
  displayPlotlyOnce();
  nShown += 1;
  return {
    'application/vnd.plotly.v1+json': { ...json, config: { responsive: true } },
    'text/html': figureHtml(json, `gradlab-figure-${nShown}`),
    'text/plain': figureText(json),
  };
}

/** Lets a figure that is the last expression of a cell be drawn, as a table is. */
export function showFiguresAsValues(): void {
  const key = Symbol.for('gradlab.displayers');
  const global = globalThis as Record<symbol, ((value: unknown) => MimeBundle | undefined)[] | undefined>;
  if (audience() === 'front end')
    (global[key] ??= []).push((value) => (isFigure(value) ? figureBundle(value) : undefined));
}

/** `data` with traces, beside nothing but what Plotly's figures have. */
const isFigure = (value: unknown): value is Figure =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).every((name) => ['data', 'layout', 'config', 'frames'].includes(name)) &&
  Array.isArray((value as Partial<Figure>).data) &&
  (value as Figure).data.length > 0 &&
  (value as Figure).data.every((trace) => typeof (trace as { type?: unknown } | null)?.type === 'string');

const isTable = (value: unknown): value is Table<object> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Table<object>>).columnNames === 'function' &&
  typeof (value as Partial<Table<object>>).objects === 'function';

/** E.g. `Figure "Loss vs. learning rate": 2 traces, 201 points`; the cells of a heat map are its points. */
function figureText({ data, layout }: ReturnType<typeof figureJson>): string {
  const title = titleOf(layout['title']);
  const nPoints = data.reduce<number>((sum, trace) => sum + pointsOf(trace), 0);
  return `Figure${title ? ` "${title}"` : ''}: ${count(data.length, 'trace')}, ${count(nPoints, 'point')}`;
}

function titleOf(title: Json | undefined): string {
  if (typeof title === 'string') return title;
  const text = title && typeof title === 'object' && !Array.isArray(title) ? title['text'] : undefined;
  return typeof text === 'string' ? text : '';
}

function pointsOf(trace: Json): number {
  const { z, y, x } = trace as { [key: string]: Json };
  if (Array.isArray(z)) return z.reduce<number>((sum, row) => sum + (Array.isArray(row) ? row.length : 1), 0);
  return Math.max(Array.isArray(x) ? x.length : 0, Array.isArray(y) ? y.length : 0);
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
