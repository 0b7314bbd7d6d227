import tf = require('@tensorflow/tfjs');

/** What our kernels use of the wasm backend. Tensors live on its heap, which moves when it grows: a view of the heap is
 * good until the next tensor is made.
 * @see tfjs-backend-wasm, backend_wasm.ts */
export interface WasmBackend {
  /** A tensor on the heap, with no values yet. */
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  /** A view of a tensor's values. */
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
  disposeData(dataId: object): boolean;
}

/** How TensorFlow.js calls a kernel. */
export interface KernelCall<Inputs extends string, Attributes extends object> {
  inputs: Record<Inputs, tf.TensorInfo>;
  attrs: Attributes;
  backend: WasmBackend;
}

/** A kernel for the wasm backend. What it leaves to the kernel that was there before it passes on, as it came. */
export interface TrainingKernel {
  kernelName: string;
  /** @param stock The kernel that TensorFlow.js brings, if it has one. */
  make(stock: Kernel | undefined): Kernel;
}

export type Kernel = (call: never) => tf.TensorInfo;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/** Runs a kernel of the backend.
 * @throws {Error} If the backend does not have it. */
export function runStock(
  kernelName: string,
  inputs: Record<string, tf.TensorInfo>,
  attrs: object,
  backend: WasmBackend,
): tf.TensorInfo {
  const kernel = tf.getKernel(kernelName, 'wasm');
  if (!kernel) throw new Error(`The wasm backend has no kernel ${kernelName}`);
  return kernel.kernelFunc({ inputs, attrs: attrs as never, backend }) as tf.TensorInfo;
}

/** A tensor with its dimensions in another order; the caller disposes of it. */
export const transpose = (x: tf.TensorInfo, perm: number[], backend: WasmBackend): tf.TensorInfo =>
  runStock('Transpose', { x }, { perm }, backend);

/** The same values under another shape; nothing is copied. */
export const viewAs = ({ dataId, dtype }: tf.TensorInfo, shape: number[]): tf.TensorInfo => ({
  dataId,
  dtype,
  shape,
});
