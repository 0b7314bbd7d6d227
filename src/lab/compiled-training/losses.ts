/** A batch of outputs and what they should be, row by row. */
export interface Batch {
  rows: number;
  /** Of the outputs. */
  columns: number;
  outputs: Float32Array;
  /** [rows, columns], or [rows] where labels are class numbers. */
  targets: Float32Array;
}

/** The mean loss of a batch. Writes its gradient by the outputs where a place for that is given.
 *
 * TensorFlow.js' formulas, with their detours (outputs clipped away from 0 and 1, probabilities scaled to a sum of 1): a
 * gradient is 0 where a clipped output no longer counts.
 * @see tfjs-layers, losses.ts */
export type Loss = (batch: Batch, gradients?: Float32Array) => number;

/** `tf.backend().epsilon()` for float32, which all backends here have. */
const EPSILON = Math.fround(1e-7);
const MOST = Math.fround(1 - 1e-7);

const clipped = (value: number) => Math.min(Math.max(value, EPSILON), MOST);
const counts = (value: number) => value >= EPSILON && value <= MOST;

const meanSquaredError: Loss = ({ rows, columns, outputs, targets }, gradients) => {
  const size = rows * columns;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const difference = outputs[i]! - targets[i]!;
    sum += difference * difference;
    if (gradients) gradients[i] = (2 * difference) / size;
  }
  return sum / size;
};

const meanAbsoluteError: Loss = ({ rows, columns, outputs, targets }, gradients) => {
  const size = rows * columns;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const difference = outputs[i]! - targets[i]!;
    sum += Math.abs(difference);
    if (gradients) gradients[i] = (difference > 0 ? 1 : -1) / size;
  }
  return sum / size;
};

const binaryCrossentropy: Loss = ({ rows, columns, outputs, targets }, gradients) => {
  const size = rows * columns;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const p = clipped(outputs[i]!);
    const logit = Math.log(p / (1 - p));
    sum += Math.max(logit, 0) - logit * targets[i]! + Math.log1p(Math.exp(-Math.abs(logit)));
    if (gradients) gradients[i] = counts(outputs[i]!) ? (p - targets[i]!) / (p * (1 - p)) / size : 0;
  }
  return sum / size;
};

/** −Σ t · log p of a row that begins at `start`, with p scaled to a sum of 1.
 * @param target Of a column.
 * @param isClipped Outputs are clipped before they are scaled, too. */
function crossentropyOfRow(
  { rows, columns, outputs }: Batch,
  start: number,
  target: (column: number) => number,
  isClipped: boolean,
  gradients?: Float32Array,
): number {
  const output = (at: number) => (isClipped ? clipped(outputs[start + at]!) : outputs[start + at]!);
  let total = 0;
  for (let k = 0; k < columns; k++) total += output(k);
  let loss = 0;
  let common = 0;
  for (let k = 0; k < columns; k++) {
    const wanted = target(k);
    const p = output(k) / total;
    loss -= wanted * Math.log(clipped(p));
    const slope = counts(p) ? -wanted / p : 0;
    common += slope * p;
    if (gradients) gradients[start + k] = slope;
  }
  for (let k = 0; gradients && k < columns; k++) {
    const isFlat = isClipped && !counts(outputs[start + k]!);
    gradients[start + k] = isFlat ? 0 : (gradients[start + k]! - common) / total / rows;
  }
  return loss / rows;
}

const categoricalCrossentropy: Loss = (batch, gradients) => {
  const { rows, columns, targets } = batch;
  let sum = 0;
  for (let start = 0; start < rows * columns; start += columns)
    sum += crossentropyOfRow(batch, start, (column) => targets[start + column]!, false, gradients);
  return sum;
};

const sparseCategoricalCrossentropy: Loss = (batch, gradients) => {
  const { rows, columns, targets } = batch;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const label = Math.floor(targets[row]!);
    sum += crossentropyOfRow(batch, row * columns, (column) => Number(column === label), true, gradients);
  }
  return sum;
};

/** By the names that `compile` takes. */
export const LOSSES: ReadonlyMap<string, Loss> = new Map(
  Object.entries({
    meanSquaredError,
    meanAbsoluteError,
    binaryCrossentropy,
    categoricalCrossentropy,
    sparseCategoricalCrossentropy,
  }),
);
