import type { Series } from '../grading/result.js';
import { digits, frameSvg, isNumber, scaleOf, textSvg, traceSvg, type Frame } from './chart.js';

/** Expected values dashed, what came as a line; a gap where that was no number. */
export function seriesChart({ expected, got, every }: Series): string {
  const values = [...expected, ...got].filter(isNumber);
  if (values.length === 0) return '';
  // Over more than three powers of ten.
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = least > 0 && most / least > 1000;
  const up = scaleOf(values, isLogarithmic)!;
  const last = Math.max(expected.length, got.length, 2) - 1;
  const across = scaleOf([0, last], false)!;
  const draw = (kind: 'expected' | 'got', y: Series['got'], radius: number) =>
    traceSvg(FRAME, across, up, {
      kind,
      x: [...y.keys()],
      y,
      isLine: true,
      hasDots: last < MOST_DOTS,
      radius,
    });
  const key = (kind: string, x: number, words: string) =>
    `<line class="${kind}" x1="${x}" y1="165" x2="${x + 26}" y2="165"/>${textSvg(x + 31, 170, 'start', words)}`;
  return `<svg class="series" viewBox="0 0 400 176" role="img" aria-label="${told(expected, got)}">${frameSvg(FRAME, [0, last * every], up)}${draw('expected', expected, 4)}${draw('got', got, 2.5)}${key('expected', 62, 'expected')}${key('got', 175, `what came${isLogarithmic ? ' (logarithmic)' : ''}`)}</svg>`;
}

const FRAME: Frame = { top: 6, height: 126 };

/** Few values are seen as such. */
const MOST_DOTS = 40;

/** For those who do not see it. */
function told(expected: Series['expected'], got: Series['got']): string {
  const list = (values: Series['expected']) =>
    `${values
      .slice(0, 10)
      .map((value) => (isNumber(value) ? digits(value) : 'no number'))
      .join(', ')}${values.length > 10 ? ', and so on' : ''}`;
  return `Expected: ${list(expected)}. What came: ${got.length ? list(got) : 'nothing'}.`;
}
