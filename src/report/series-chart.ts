import type { Series } from '../grading/result.js';

/** Expected values dashed, what came as a line; a gap where that was no number. Drawn by us, from numbers alone. */
export function seriesChart({ expected, got, every }: Series): string {
  const values = [...expected, ...got].filter(isNumber);
  if (values.length === 0) return '';
  const scale = scaleOf(values);
  const last = Math.max(expected.length, got.length, 2) - 1;
  const draw = (kind: 'expected' | 'got', list: readonly (number | null)[], radius: number) =>
    runsOf(list).map((run) => {
      const points = run.map(([at, value]): [number, number] => [
        LEFT + (at / last) * WIDTH,
        TOP + HEIGHT * (1 - scale.share(value)),
      ]);
      const line = `<polyline class="${kind}" points="${points.map((point) => point.map(short).join(',')).join(' ')}"/>`;
      // Few values are seen as such; one alone has no line.
      const dots = last < MOST_DOTS || points.length === 1 ? points : [];
      return `${line}${dots.map(([x, y]) => `<circle class="${kind}" cx="${short(x)}" cy="${short(y)}" r="${radius}"/>`).join('')}`;
    });
  return `<svg class="series" viewBox="0 0 400 176" role="img" aria-label="${told(expected, got)}"><rect class="frame" x="${LEFT}" y="${TOP}" width="${WIDTH}" height="${HEIGHT}"/>${draw('expected', expected, 4).join('')}${draw('got', got, 2.5).join('')}<text x="${LEFT - 4}" y="${TOP + 11}" text-anchor="end">${digits(scale.most)}</text><text x="${LEFT - 4}" y="${TOP + HEIGHT}" text-anchor="end">${digits(scale.least)}</text><text x="${LEFT}" y="${TOP + HEIGHT + 16}">0</text><text x="${LEFT + WIDTH}" y="${TOP + HEIGHT + 16}" text-anchor="end">${last * every}</text><line class="expected" x1="62" y1="165" x2="88" y2="165"/><text x="93" y="170">expected</text><line class="got" x1="175" y1="165" x2="201" y2="165"/><text x="206" y="170">what came${scale.isLogarithmic ? ' (logarithmic)' : ''}</text></svg>`;
}

const [LEFT, TOP, WIDTH, HEIGHT] = [62, 6, 330, 126];
const MOST_DOTS = 40;

/** Beyond these, differences are infinite. */
const isNumber = (value: number | null): value is number => value !== null && Math.abs(value) < 1e300;

/** From the least to the most; logarithmic over more than three powers of ten. */
function scaleOf(values: readonly number[]) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = least > 0 && most / least > 1000;
  const position = isLogarithmic ? Math.log10 : (value: number) => value;
  const [low, high] = [position(least), position(most)];
  const share = (value: number) => (high > low ? (position(value) - low) / (high - low) : 0.5);
  return { least, most, isLogarithmic, share };
}

/** Neighbours that are numbers, each with its place. */
function runsOf(list: readonly (number | null)[]): [number, number][][] {
  const runs: [number, number][][] = [[]];
  for (const [at, value] of list.entries()) {
    if (isNumber(value)) runs.at(-1)!.push([at, value]);
    else if (runs.at(-1)!.length) runs.push([]);
  }
  return runs.filter((run) => run.length);
}

/** For those who do not see it. */
function told(expected: Series['expected'], got: Series['got']): string {
  const list = (values: Series['expected']) =>
    `${values
      .slice(0, 10)
      .map((value) => (isNumber(value) ? digits(value) : 'no number'))
      .join(', ')}${values.length > 10 ? ', and so on' : ''}`;
  return `Expected: ${list(expected)}. What came: ${got.length ? list(got) : 'nothing'}.`;
}

const digits = (value: number) => String(Number(value.toPrecision(3)));
const short = (value: number) => value.toFixed(1);
