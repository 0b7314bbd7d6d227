import type { Batch } from './losses.js';

/** The mean of a metric over a batch.
 * @see tfjs-layers, metrics.ts */
export type Metric = (batch: Batch) => number;

const binaryAccuracy: Metric = ({ rows, columns, outputs, targets }) => {
  let right = 0;
  for (let i = 0; i < rows * columns; i++) right += Number(targets[i] === Number(outputs[i]! > 0.5));
  return right / (rows * columns);
};

const categoricalAccuracy: Metric = ({ rows, columns, outputs, targets }) => {
  let right = 0;
  for (let start = 0; start < rows * columns; start += columns)
    right += Number(largest(outputs, start, columns) === largest(targets, start, columns));
  return right / rows;
};

const sparseCategoricalAccuracy: Metric = ({ rows, columns, outputs, targets }) => {
  let right = 0;
  for (let row = 0; row < rows; row++)
    right += Number(largest(outputs, row * columns, columns) === targets[row]);
  return right / rows;
};

/** Where the largest value of a row stands, the first of equal ones. */
function largest(values: Float32Array, start: number, columns: number): number {
  let at = 0;
  for (let k = 1; k < columns; k++) if (values[start + k]! > values[start + at]!) at = k;
  return at;
}

const METRICS: ReadonlyMap<string, Metric> = new Map(
  Object.entries({ binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy }),
);

/** What a name in `compile({ metrics })` stands for: `accuracy` depends on the loss and on the width of the output. */
export function metricNamed(name: string, loss: string, columns: number): Metric | undefined {
  if (name !== 'accuracy' && name !== 'acc') return METRICS.get(name);
  if (columns === 1 || loss === 'binaryCrossentropy') return binaryAccuracy;
  return loss === 'sparseCategoricalCrossentropy' ? sparseCategoricalAccuracy : categoricalAccuracy;
}
