import type * as tf from '@tensorflow/tfjs';
import {
  sizeOf,
  transpose,
  viewAs,
  type KernelCall,
  type TrainingKernel,
  type WasmBackend,
} from './wasm-backend.js';

type Call = KernelCall<'a' | 'b', { transposeA: boolean; transposeB: boolean }>;

/** Matrix product with transposed inputs, as gradients of dense layers need it.
 *
 * The stock kernel hands over to XNNPACK only what is not transposed, and otherwise computes with three plain loops. Here the
 * transposed matrix is written out first: 784 x 64 times 64 x 128 takes 0.8 instead of 9.9 ms. Several matrices at once, and
 * products so small that the loops are faster, stay with the stock kernel.
 * @see tfjs-backend-wasm, batch_mat_mul_impl.cc */
export const batchMatMul: TrainingKernel = {
  kernelName: 'BatchMatMul',
  make: (stock) => (call: Call) => {
    const { inputs, attrs, backend } = call;
    const { a, b } = inputs;
    const { transposeA, transposeB } = attrs;
    const [rows, columns] = [a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!];
    const isSingle = sizeOf(a.shape.slice(0, -2)) === 1 && sizeOf(b.shape.slice(0, -2)) === 1;
    const outer = (a.shape.length >= b.shape.length ? a : b).shape.slice(0, -2);
    // XNNPACK complains about a product without elements, on stderr.
    if (isSingle && rows * columns === 0) return backend.makeOutput([...outer, rows, columns], 'float32');
    const isSmall = sizeOf(a.shape) * columns < WORTHWHILE;
    if ((!transposeA && !transposeB) || !isSingle || isSmall) return stock!(call as never);
    const left = asWritten(a, transposeA, backend);
    const right = asWritten(b, transposeB, backend);
    const product = runProduct(left, right, stock!, backend);
    if (transposeA) backend.disposeData(left.dataId);
    if (transposeB) backend.disposeData(right.dataId);
    return viewAs(product, [...outer, ...product.shape.slice(-2)]);
  },
};

/** With fewer multiplications, calling two more kernels costs more than the plain loops. */
const WORTHWHILE = 20_000;

/** The matrix with its rows as rows, as the product wants it, with a batch dimension of 1. */
function asWritten(x: tf.TensorInfo, isTransposed: boolean, backend: WasmBackend): tf.TensorInfo {
  const matrix = viewAs(x, x.shape.slice(-2));
  const written = isTransposed ? transpose(matrix, [1, 0], backend) : matrix;
  return viewAs(written, [1, ...written.shape]);
}

function runProduct(
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  stock: (call: never) => tf.TensorInfo,
  backend: WasmBackend,
): tf.TensorInfo {
  return stock({ inputs: { a, b }, attrs: { transposeA: false, transposeB: false }, backend } as never);
}
