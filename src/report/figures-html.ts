import type { ShownAxis, ShownFigure, ShownPanel } from '../grading/result.js';
import { digits, frameSvg, MIDDLE, scaleOf, textSvg, traceSvg, type Frame } from './chart.js';
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

const FRAME: Frame = { top: 8, height: 150 };

function chartHtml({ x, y, traces }: ShownPanel): string {
  const all = (key: 'x' | 'y') => traces.flatMap((trace) => trace[key]);
  const [across, up] = [scaleOf(all('x'), x.isLogarithmic), scaleOf(all('y'), y.isLogarithmic)];
  if (!across || !up) return '<p>Nothing that can be drawn</p>';
  const colour = (at: number) => `c${at % COLOURS}`;
  const drawn = traces.map((trace, at) =>
    traceSvg(FRAME, across, up, { ...trace, kind: colour(at), hasDots: false, radius: 3 }),
  );
  const names = traces.map(({ name }, at) => name || `trace ${at + 1}`);
  const kind = (axis: ShownAxis) => `${axis.title}${axis.isLogarithmic ? ' (logarithmic)' : ''}`;
  const told = `${kind(y) || 'values'} from ${digits(up.least)} to ${digits(up.most)} against ${kind(x) || 'values'} from ${digits(across.least)} to ${digits(across.most)}: ${names.join(', ')}`;
  const legend = names.map(
    (name, at) =>
      `<span><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><circle class="${colour(at)}" cx="5" cy="5" r="4"/></svg>${escapeHtml(name)}</span>`,
  );
  const below = textSvg(MIDDLE, 191, 'middle', kind(x).slice(0, 40));
  return `<svg class="series" viewBox="0 0 400 196" role="img" aria-label="${escapeHtml(told)}">${frameSvg(FRAME, [across.least, across.most], up)}${drawn.join('')}${below}</svg>${kind(y) ? `<p class="axis">Upwards: ${escapeHtml(kind(y))}</p>` : ''}<p class="keys">${legend.join(' ')}</p>`;
}

/** Of the style sheet. */
const COLOURS = 6;
