import tf = require('@tensorflow/tfjs');

/** Samples and their targets. */
export interface Rows {
  count: number;
  /** Puts the inputs of the given rows one after another. */
  copyX(rows: readonly number[], target: Float32Array): void;
  targets(rows: readonly number[]): Float32Array;
}

/** @param x [count, …] of type float32. */
export function rowsOf(x: tf.Tensor, y: tf.Tensor): Rows {
  const [count] = x.shape;
  const inputs = x.size / count!;
  const read = readerOf(x);
  const allTargets = Float32Array.from(y.dataSync());
  const width = y.size / count!;
  return {
    count: count!,
    copyX(rows, target) {
      copyRows(read(), inputs, rows, target);
    },
    targets(rows) {
      const targets = new Float32Array(rows.length * width);
      copyRows(allTargets, width, rows, targets);
      return targets;
    },
  };
}

function copyRows(values: Float32Array, width: number, rows: readonly number[], target: Float32Array): void {
  for (const [at, row] of rows.entries())
    for (let from = row * width, to = at * width, end = to + width; to < end;) target[to++] = values[from++]!;
}

/** The wasm backend, as far as it shows where a tensor lies. */
interface WithHeap {
  dataIdMap?: { has(dataId: object): boolean };
  typedArrayFromHeap?(tensor: tf.Tensor): Float32Array;
}

/** Reads a tensor again and again. On the wasm backend it is looked at where it lies, which may be elsewhere each time: a copy
 * of a data set would take as much memory again. */
function readerOf(x: tf.Tensor): () => Float32Array {
  const backend = tf.backend() as WithHeap;
  if (backend.typedArrayFromHeap && backend.dataIdMap?.has(x.dataId))
    return () => backend.typedArrayFromHeap!(x);
  const values = x.dataSync() as Float32Array;
  return () => values;
}
