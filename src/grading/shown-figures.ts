import type { ExerciseDocument, Notebook } from '../notebook/index.js';
import type { ShownAxis, ShownFigure, ShownPanel } from './result.js';

/** So many figures of a submission are kept, of so many traces, of so many points; and in characters so much of all of them. */
const [MOST_FIGURES, MOST_PANELS, MOST_TRACES, MOST_POINTS, MOST_TEXT] = [12, 9, 30, 120, 200_000];

/** A PNG with more pixels takes a reader's browser hundreds of MiB. */
const MOST_PIXELS = 4_000_000;

/** The figures among a notebook's outputs, Plotly's as numbers and PNG as they are, so that people see what the student saw. All of it
 * is the student's claim: it is read as data, cut to a size, and nothing in it can fail. SVG and HTML are left out, for they are programs
 * for a browser.
 * @returns In the notebook's order, each at the last task at or above its cell. */
export function shownFigures(notebook: Notebook, { cells }: ExerciseDocument): ShownFigure[] {
  const tasksOf = new Map(cells.map(({ id, tasks }) => [id, tasks]));
  const found: ShownFigure[] = [];
  let task = cells.flatMap((cell) => cell.tasks)[0] ?? '';
  let room = MOST_TEXT;
  for (const { id, outputs } of notebook.cells) {
    task = (id === undefined ? undefined : tasksOf.get(id)?.at(-1)) ?? task;
    for (const output of outputs) {
      const figure = figureOf(objectAt(output, 'data'), task);
      if (!figure) continue;
      room -= JSON.stringify(figure).length;
      if (room < 0) return found;
      if (found.push(figure) === MOST_FIGURES) return found;
    }
  }
  return found;
}

function figureOf(data: Json, task: string): ShownFigure | undefined {
  const plotly = objectAt(data, 'application/vnd.plotly.v1+json');
  const traces = listAt(plotly, 'data').slice(0, MOST_TRACES).map(asObject);
  const layout = objectAt(plotly, 'layout');
  const titles = listAt(layout, 'annotations')
    .map(asObject)
    .filter((one) => one['xref'] === 'paper')
    .map((one) => textAt(one, 'text'));
  const axes = [...new Set(traces.map((trace) => textAt(trace, 'xaxis') || 'x'))].slice(0, MOST_PANELS);
  const panels = axes
    .map((axis, at) => {
      const own = traces.filter((trace) => (textAt(trace, 'xaxis') || 'x') === axis);
      const [x, y] = ['xaxis', 'yaxis'].map((name) => axisOf(objectAt(layout, name + axis.slice(1))));
      return panelOf(own, x!, y!, titles.length === axes.length ? titles[at]! : '');
    })
    .filter((panel) => panel.traces.length > 0 || panel.table);
  if (panels.length) return { task, title: titleOf(layout), panels };
  const image = textOf(data['image/png']);
  const png = image.length > 2 * MOST_TEXT ? '' : image.replace(/\s/g, '');
  return isSmallPng(png) ? { task, title: '', panels: [], png } : undefined;
}

function panelOf(traces: Json[], x: ShownAxis, y: ShownAxis, title: string): ShownPanel {
  const lines = traces.flatMap((trace) => {
    const ys = listAt(trace, 'y');
    if (trace['type'] !== 'scatter' || !ys.some(isNumber)) return [];
    const xs = Array.isArray(trace['x']) ? trace['x'] : ys.map((_, at) => at);
    const isLine = !/^(markers|text|none)/.test(textAt(trace, 'mode'));
    return [{ name: textAt(trace, 'name'), isLine, x: numbers(xs), y: numbers(ys) }];
  });
  const table = traces.find((trace) => trace['type'] === 'heatmap');
  const values = listAt(table ?? {}, 'z')
    .slice(0, 12)
    .map((row) => numbers(asList(row).slice(0, 12)));
  if (!table || values.length === 0) return { title, x, y, traces: lines };
  const names = (key: string, count: number) =>
    Array.from({ length: count }, (_, at) => textOf(listAt(table, key)[at] ?? at).slice(0, 20));
  const columns = names('x', Math.max(...values.map((row) => row.length)));
  return { title, x, y, traces: lines, table: { columns, rows: names('y', values.length), values } };
}

/** Few enough to be drawn, each with few digits; what is no number is null. */
function numbers(list: readonly unknown[]): (number | null)[] {
  const every = Math.max(1, Math.ceil(list.length / MOST_POINTS));
  return list
    .filter((_, at) => at % every === 0)
    .map((value) => (isNumber(value) ? Number(value.toPrecision(4)) : null));
}

function isSmallPng(base64: string): boolean {
  if (base64.length > MOST_TEXT || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4) return false;
  const bytes = Buffer.from(base64, 'base64');
  const isPng = bytes.length > 33 && bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n';
  return isPng && bytes.readUInt32BE(16) * bytes.readUInt32BE(20) <= MOST_PIXELS;
}

type Json = Readonly<Record<string, unknown>>;

const axisOf = (axis: Json): ShownAxis => ({ title: titleOf(axis), isLogarithmic: axis['type'] === 'log' });
const titleOf = (of: Json) => textAt(of, 'title') || textAt(objectAt(of, 'title'), 'text');
const isNumber = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < 1e300;
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const listAt = (of: Json, key: string) => asList(of[key]);
const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const objectAt = (of: unknown, key: string) => asObject(asObject(of)[key]);
const textAt = (of: Json, key: string) => textOf(of[key]).slice(0, 80);
const textOf = (value: unknown) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
