import { kindOf } from '../kind-of.js';
import type { Panel } from './panel.js';

export interface HeatmapOptions {
  /** `z[i][j]` stands in row i and column j; null or NaN leaves a gap. */
  z: readonly (readonly (number | null)[])[];
  /** Label of each column. */
  x: readonly (number | string)[];
  /** Label of each row. */
  y: readonly (number | string)[];
  title?: string;
  xTitle?: string;
  yTitle?: string;
  /** Where the colour scale begins; by default at the smallest number of z. Maps can be compared by colour only if they
   * have the same zmin and zmax. */
  zmin?: number;
  /** Where the colour scale ends; by default at the largest number of z. */
  zmax?: number;
  /** How numbers are written into the cells, as in d3-format; two places after the point by default. */
  format?: string;
}

/** A panel with a table of numbers as colours, the first row on top, the number written into each cell.
 *
 * Labels stay as they are: 0.001 and 0.01 have equal distances, as names would.
 * @throws {TypeError} If z is not an array of arrays of numbers.
 * @throws {RangeError} If the sizes of x, y and z differ, or zmin is not below zmax.
 * @example Usage
 * ```ts
 * const panel = heatmap({ z: [[0.9, 0.8], [0.7, 0.6]], x: [0.01, 0.1], y: ['Adam', 'SGD'], zmin: 0, zmax: 1 });
 * show(sideBySide([panel]));
 * ```
 * @see seaborn, heatmap(…, annot=True) */
export function heatmap({
  z,
  x,
  y,
  title,
  xTitle,
  yTitle,
  zmin,
  zmax,
  format = '.2f',
}: HeatmapOptions): Panel {
  checkSizes(z, x, y);
  const numbers = z.flat().filter((value): value is number => Number.isFinite(value));
  const [min, max] = [zmin ?? Math.min(...numbers), zmax ?? Math.max(...numbers)];
  if (min > max || (min === max && zmin !== undefined && zmax !== undefined)) {
    throw new RangeError(
      `Cannot draw a heat map as zmin must be less than zmax: current values are ${min} and ${max}`,
    );
  }
  return {
    ...(title === undefined ? {} : { title }),
    data: [
      {
        type: 'heatmap',
        z: z.map((row) => Array.from(row, (value) => (Number.isFinite(value) ? value : null))),
        x: x.map(String),
        y: y.map(String),
        texttemplate: `%{z:${format}}`,
        hovertemplate: `${xTitle ?? 'x'} %{x}<br>${yTitle ?? 'y'} %{y}<br>%{z}<extra></extra>`,
        colorscale: 'Viridis',
        ...(numbers.length || zmin !== undefined ? { zmin: min } : {}),
        ...(numbers.length || zmax !== undefined ? { zmax: max } : {}),
        xgap: 2,
        ygap: 2,
      },
    ],
    xaxis: {
      type: 'category',
      showgrid: false,
      ...(xTitle === undefined ? {} : { title: { text: xTitle } }),
    },
    yaxis: {
      type: 'category',
      showgrid: false,
      autorange: 'reversed',
      ...(yTitle === undefined ? {} : { title: { text: yTitle } }),
    },
  };
}

function checkSizes(z: HeatmapOptions['z'], x: HeatmapOptions['x'], y: HeatmapOptions['y']): void {
  for (const [name, value] of Object.entries({ z, x, y })) {
    if (!Array.isArray(value)) {
      throw new TypeError(`Cannot draw a heat map as ${name} must be an array: got ${kindOf(value)}`);
    }
  }
  if (z.length !== y.length) {
    throw new RangeError(
      `Cannot draw a heat map as z must have a row for each label in y: z has ${z.length}, y has ${y.length}`,
    );
  }
  for (const [i, row] of z.entries()) {
    if (!Array.isArray(row)) {
      throw new TypeError(
        `Cannot draw a heat map as z[${i}] must be an array of numbers: got ${kindOf(row)}`,
      );
    }
    if (row.length !== x.length) {
      throw new RangeError(
        `Cannot draw a heat map as each row of z must have a number for each label in x: z[${i}] has ${row.length}, x has ${x.length}`,
      );
    }
    for (const [j, value] of (row as readonly unknown[]).entries()) {
      if (value !== null && typeof value !== 'number') {
        throw new TypeError(
          `Cannot draw a heat map as z[${i}][${j}] must be a number or null: got ${kindOf(value)}`,
        );
      }
    }
  }
}
