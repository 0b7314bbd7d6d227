/** Kernels with which the wasm backend trains networks, dense and convolutional, and fast: stock TensorFlow.js 4.22 lacks one
 * that convolutions need and has slow ones where gradients are computed. */
import tf = require('@tensorflow/tfjs');
import { batchMatMul } from './batch-mat-mul.js';
import { conv2DBackpropFilter } from './conv2d-backprop-filter.js';
import { conv2DBackpropInput } from './conv2d-backprop-input.js';
import { gatherV2 } from './gather-v2.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { slice } from './slice.js';
import { sum } from './sum.js';
import type { TrainingKernel } from './wasm-backend.js';

/** Puts our kernels in the places of the stock ones, once; other backends are not touched.
 *
 * To be called after the wasm backend has been loaded. */
export function registerTrainingKernels(): void {
  if (registered) return;
  registered = true;
  for (const { kernelName, make } of TRAINING_KERNELS) {
    const stock = tf.getKernel(kernelName, 'wasm');
    if (stock) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      ...stock,
      kernelName,
      backendName: 'wasm',
      kernelFunc: make(stock?.kernelFunc as never) as never,
    });
  }
}

let registered = false;

const TRAINING_KERNELS: readonly TrainingKernel[] = [
  batchMatMul,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  gatherV2,
  maxPoolGrad,
  slice,
  sum,
];
