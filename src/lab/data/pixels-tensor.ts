import tf = require('@tensorflow/tfjs');

/** A float32 tensor of bytes times `scale`.
 *
 * On the wasm backend it is filled where it lies: 60,000 images are 188 MB as float32, and going through a JavaScript
 * array needs that twice (550 MB instead of 370 for the whole process). Kept: an enclosing `tf.tidy` does not take it. */
export function pixelsTensor(
  pixels: Uint8Array,
  shape: [number, number, number],
  scale: number,
): tf.Tensor3D {
  const wasm = wasmMemory();
  if (wasm === undefined || pixels.length === 0) {
    return tf.keep(
      tf.tensor3d(
        Float32Array.from(pixels, (pixel) => pixel * scale),
        shape,
      ),
    );
  }
  const info = wasm.makeOutput(shape, 'float32');
  const values = wasm.typedArrayFromHeap(info);
  for (let i = 0; i < pixels.length; i++) values[i] = pixels[i]! * scale;
  return tf.keep(tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor3D);
}

interface WasmMemory {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  /** A view, valid until wasm memory grows. */
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
}

/** The two public methods of BackendWasm with which its own kernels make their results. */
function wasmMemory(): WasmMemory | undefined {
  if (tf.getBackend() !== 'wasm') return undefined;
  const backend = tf.backend() as unknown as Partial<WasmMemory>;
  return backend.makeOutput && backend.typedArrayFromHeap ? (backend as WasmMemory) : undefined;
}
