import { kindOf } from '../kind-of.js';
import type { ScatterTrace } from './figure.js';
import type { Panel } from './panel.js';

type Numbers = readonly number[] | Float32Array | Float64Array | Int32Array;

export interface CurvesOptions {
  title?: string;
  xTitle?: string;
  yTitle?: string;
  /** Place of the first value on the x axis; 1 by default, so that epochs count from 1. */
  start?: number;
}

/** A panel with one line for each list of numbers, by name: `curves(history, …)` draws a training.
 * @param series Values by name; what is not finite leaves a gap.
 * @throws {TypeError} If a series is not a list of numbers.
 * @example Usage
 * ```ts
 * show(sideBySide([curves({ loss: [2.1, 0.8, 0.4], val_loss: [1.9, 0.9, 0.6] }, { title: 'Loss', xTitle: 'Epoch' })]));
 * ``` */
export function curves(
  series: Readonly<Record<string, Numbers>>,
  { title, xTitle, yTitle, start = 1 }: CurvesOptions = {},
): Panel {
  const data = Object.entries(series).map(([name, values]): ScatterTrace => {
    if (!isList(values)) {
      throw new TypeError(`Cannot draw curves as '${name}' must be a list of numbers: got ${kindOf(values)}`);
    }
    return {
      type: 'scatter',
      mode: 'lines',
      name,
      x: Array.from(values, (_, i) => start + i),
      y: Array.from(values),
    };
  });
  return {
    ...(title === undefined ? {} : { title }),
    data,
    xaxis: xTitle === undefined ? {} : { title: { text: xTitle } },
    yaxis: yTitle === undefined ? {} : { title: { text: yTitle } },
  };
}

const isList = (values: unknown): values is Numbers =>
  (Array.isArray(values) && values.every((value) => typeof value === 'number')) ||
  (ArrayBuffer.isView(values) && !(values instanceof DataView));
