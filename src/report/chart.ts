import { escapeHtml } from './escape-html.js';

/** What the pictures on pages have in common: a frame, two scales, lines and dots. Drawn by us, from numbers alone. */

/** Where in a picture of 400 units across the numbers are drawn; left of it and below it is room for words. */
export interface Frame {
  top: number;
  height: number;
}

const [LEFT, WIDTH] = [62, 330];

/** The share of the way that a value has from the least to the most, in [0, 1]; nothing for what the axis does not have. */
export interface Scale {
  least: number;
  most: number;
  share(value: number | null): number | undefined;
}

/** @returns Nothing where there is no number that the axis has. */
export function scaleOf(values: readonly (number | null)[], isLogarithmic: boolean): Scale | undefined {
  const place = (value: number | null) => {
    if (!isNumber(value) || (isLogarithmic && value <= 0)) return undefined;
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

/** Beyond these, differences are infinite. */
export const isNumber = (value: number | null): value is number => value !== null && Math.abs(value) < 1e300;

export interface Trace {
  /** Of the style sheet. */
  kind: string;
  x: readonly (number | null)[];
  y: readonly (number | null)[];
  isLine: boolean;
  /** A point without a neighbour is a dot in any case. */
  hasDots: boolean;
  radius: number;
}

/** Lines and dots, with a gap where something is no number. */
export function traceSvg({ top, height }: Frame, across: Scale, up: Scale, trace: Trace): string {
  const runs: [string, string][][] = [[]];
  trace.y.forEach((value, at) => {
    const [x, y] = [across.share(trace.x[at] ?? null), up.share(value)];
    if (x === undefined || y === undefined) runs.push([]);
    else runs.at(-1)!.push([(LEFT + WIDTH * x).toFixed(1), (top + height * (1 - y)).toFixed(1)]);
  });
  const { kind, isLine, hasDots, radius } = trace;
  return runs
    .map((run) => {
      const hasLine = isLine && run.length > 1;
      const line = hasLine ? `<polyline class="${kind}" points="${run.join(' ')}"/>` : '';
      const dots = hasDots || !hasLine ? run : [];
      return `${line}${dots.map(([x, y]) => `<circle class="${kind}" cx="${x}" cy="${y}" r="${radius}"/>`).join('')}`;
    })
    .join('');
}

/** The frame, and the numbers at its corners.
 * @param across What stands at its left and right ends. */
export function frameSvg({ top, height }: Frame, across: readonly [number, number], up: Scale): string {
  const bottom = top + height;
  return [
    `<rect class="frame" x="${LEFT}" y="${top}" width="${WIDTH}" height="${height}"/>`,
    textSvg(LEFT - 4, top + 11, 'end', digits(up.most)),
    textSvg(LEFT - 4, bottom, 'end', digits(up.least)),
    textSvg(LEFT, bottom + 16, 'start', digits(across[0])),
    textSvg(LEFT + WIDTH, bottom + 16, 'end', digits(across[1])),
  ].join('');
}

export const textSvg = (x: number, y: number, anchor: 'start' | 'middle' | 'end', words: string) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(words)}</text>`;

/** Under the middle of the frame. */
export const MIDDLE = LEFT + WIDTH / 2;

export const digits = (value: number) => String(Number(value.toPrecision(3)));
