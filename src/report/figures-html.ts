import type { ShownAxis, ShownFigure, ShownPanel } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';

/** What a notebook itself showed, drawn by us from numbers; a PNG as an image that cannot run anything. */
export function figuresHtml(figures: readonly ShownFigure[]): string {
  if (figures.length === 0) return '';
  const drawn = figures.map(({ title, panels, png }) => {
    const caption = title ? `<figcaption dir="auto">${escapeHtml(title)}</figcaption>` : '';
    const image =
      png === undefined
        ? ''
        : `<img alt="A picture in the notebook" src="data:image/png;base64,${escapeHtml(png)}">`;
    return `<figure>${caption}<div class="panels">${panels.map(panelHtml).join('')}${image}</div></figure>`;
  });
  return `<details class="shown"><summary>What the notebook showed when it was handed in (not checked)</summary>${drawn.join('')}</details>`;
}

function panelHtml(panel: ShownPanel): string {
  const title = panel.title ? `<p class="panel-title" dir="auto">${escapeHtml(panel.title)}</p>` : '';
  return `<div class="panel">${title}${panel.table ? tableHtml(panel, panel.table) : chartHtml(panel)}</div>`;
}

function tableHtml(
  { x, y }: ShownPanel,
  { columns, rows, values }: NonNullable<ShownPanel['table']>,
): string {
  const head = columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const body = values.map(
    (row, at) =>
      `<tr><th scope="row">${escapeHtml(rows[at] ?? '')}</th>${row.map((value) => `<td>${value === null ? '' : digits(value)}</td>`).join('')}</tr>`,
  );
  const corner = [y.title, x.title].filter(Boolean).join(' / ');
  return `<div class="scroll" role="group" aria-label="${escapeHtml(corner || 'Numbers')}" tabindex="0"><table><thead><tr><th scope="col">${escapeHtml(corner) || '·'}</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const [LEFT, TOP, WIDTH, HEIGHT] = [62, 8, 330, 150];

function chartHtml({ x, y, traces }: ShownPanel): string {
  const across = scaleOf(
    traces.flatMap((trace) => trace.x),
    x,
  );
  const up = scaleOf(
    traces.flatMap((trace) => trace.y),
    y,
  );
  if (!across || !up) return '<p>Nothing that can be drawn</p>';
  const drawn = traces.map((trace, at) => {
    const runs: string[][] = [[]];
    trace.y.forEach((value, n) => {
      const [left, top] = [across.share(trace.x[n] ?? null), up.share(value)];
      if (left === undefined || top === undefined) runs.push([]);
      else runs.at(-1)!.push(`${(LEFT + WIDTH * left).toFixed(1)},${(TOP + HEIGHT * (1 - top)).toFixed(1)}`);
    });
    const colour = `c${at % COLOURS}`;
    const dots = (points: string[]) =>
      points
        .map((point) => point.split(','))
        .map(([cx, cy]) => `<circle class="${colour}" cx="${cx}" cy="${cy}" r="3"/>`)
        .join('');
    // A point alone has no line.
    return runs
      .map((run) =>
        trace.isLine && run.length > 1
          ? `<polyline class="${colour}" points="${run.join(' ')}"/>`
          : dots(run),
      )
      .join('');
  });
  const names = traces.map(({ name }, at) => name || `trace ${at + 1}`);
  const kind = (axis: ShownAxis) => `${axis.title}${axis.isLogarithmic ? ' (logarithmic)' : ''}`;
  const told = `${kind(y) || 'values'} from ${digits(up.least)} to ${digits(up.most)} against ${kind(x) || 'values'} from ${digits(across.least)} to ${digits(across.most)}: ${names.join(', ')}`;
  const legend = names.map(
    (name, at) =>
      `<span><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><circle class="c${at % COLOURS}" cx="5" cy="5" r="4"/></svg>${escapeHtml(name)}</span>`,
  );
  const bottom = TOP + HEIGHT;
  const text = (left: number, top: number, anchor: string, words: string) =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}">${escapeHtml(words)}</text>`;
  return `<svg class="series" viewBox="0 0 400 196" role="img" aria-label="${escapeHtml(told)}"><rect class="frame" x="${LEFT}" y="${TOP}" width="${WIDTH}" height="${HEIGHT}"/>${drawn.join('')}${text(LEFT - 4, TOP + 11, 'end', digits(up.most))}${text(LEFT - 4, bottom, 'end', digits(up.least))}${text(LEFT, bottom + 16, 'start', digits(across.least))}${text(LEFT + WIDTH, bottom + 16, 'end', digits(across.most))}${text(LEFT + WIDTH / 2, bottom + 33, 'middle', kind(x).slice(0, 50))}</svg>${kind(y) ? `<p class="axis">Upwards: ${escapeHtml(kind(y))}</p>` : ''}<p class="keys">${legend.join(' ')}</p>`;
}

/** Of the style sheet. */
const COLOURS = 6;

/** @returns Nothing where there is no number that the axis has. */
function scaleOf(values: readonly (number | null)[], { isLogarithmic }: ShownAxis) {
  const place = (value: number | null) => {
    if (value === null || (isLogarithmic && value <= 0)) return undefined;
    return isLogarithmic ? Math.log10(value) : value;
  };
  const there = values.filter((value): value is number => place(value) !== undefined);
  if (there.length === 0) return undefined;
  const [least, most] = [Math.min(...there), Math.max(...there)];
  const [low, high] = [place(least)!, place(most)!];
  const share = (value: number | null) => {
    const at = place(value);
    return at === undefined ? undefined : high > low ? (at - low) / (high - low) : 0.5;
  };
  return { least, most, share };
}

const digits = (value: number) => String(Number(value.toPrecision(3)));
