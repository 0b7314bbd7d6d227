import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { disposeModel, useBackend } from '../../../src/lab/index.js';

beforeAll(async () => {
  await useBackend('cpu', { log: () => {} });
  await useBackend('wasm', { log: () => {} });
});

/** The network of exercise 3 in small: same layers, with odd sizes. */
function smallNetwork(): tf.Sequential {
  const kernelInitializer = (seed: number) => tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        inputShape: [11, 9, 1],
        kernelInitializer: kernelInitializer(1),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({
        filters: 5,
        kernelSize: 2,
        activation: 'relu',
        kernelInitializer: kernelInitializer(2),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 6, activation: 'relu', kernelInitializer: kernelInitializer(3) }),
      tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: kernelInitializer(4) }),
    ],
  });
}

const images = (count: number) =>
  tf.tensor4d(
    Array.from({ length: count * 99 }, (_, i) => Math.sin(i * i)),
    [count, 11, 9, 1],
  );

/** A dozen steps of Adam, the last batch of each epoch a single image. */
async function train(backend: 'cpu' | 'wasm') {
  await tf.setBackend(backend);
  const [x, y] = [images(13), tf.tensor1d(Array.from({ length: 13 }, (_, i) => i % 3))];
  const model = smallNetwork();
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const { history } = await model.fit(x, y, {
    epochs: 3,
    batchSize: 4,
    shuffle: false,
    validationData: [x, y],
  });
  const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  disposeModel(model);
  tf.dispose([x, y]);
  return { history, weights };
}

test('a convolutional network trains on wasm as on cpu', async () => {
  const [cpu, wasm] = [await train('cpu'), await train('wasm')];
  for (const [name, values] of Object.entries(cpu.history)) {
    for (const [epoch, value] of values.entries()) {
      expect(wasm.history[name]![epoch]).toBeCloseTo(value as number, 4);
    }
  }
  for (const [i, weight] of cpu.weights.entries()) {
    for (const [j, value] of weight.entries()) expect(wasm.weights[i]![j]).toBeCloseTo(value, 3);
  }
});

test('gradients on wasm are slopes: those of finite differences', async () => {
  await tf.setBackend('wasm');
  const filter = tf.tensor4d(
    Array.from({ length: 24 }, (_, i) => Math.cos(3 * i)),
    [2, 3, 1, 4],
  );
  const x = images(2);
  const loss = (weights: tf.Tensor) =>
    tf
      .maxPool(tf.conv2d(x, weights as tf.Tensor4D, 1, 'same'), 3, 2, 'same')
      .square()
      .mean()
      .asScalar();
  const gradient = await tf.grad(loss)(filter).data();
  const h = 1e-2;
  for (let i = 0; i < 24; i++) {
    const moved = (by: number) => {
      const values = filter.dataSync().slice();
      values[i]! += by;
      return loss(tf.tensor4d(values, [2, 3, 1, 4])).dataSync()[0]!;
    };
    // The loss is a square, so the difference is exact but for rounding and for changes of the largest value.
    expect(Math.abs((moved(h) - moved(-h)) / (2 * h) - gradient[i]!)).toBeLessThan(0.02);
  }
});

test('200 steps leave no tensor behind, and the heap does not grow', async () => {
  await tf.setBackend('wasm');
  const backend = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  const [x, y] = [images(32), tf.tensor1d(Array.from({ length: 32 }, (_, i) => i % 3))];
  const model = smallNetwork();
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'sparseCategoricalCrossentropy' });
  await model.fit(x, y, { epochs: 5, batchSize: 8 });
  const [tensors, buffers, bytes] = [tf.memory().numTensors, tf.memory().numDataBuffers, heapBytes()];
  await model.fit(x, y, { epochs: 50, batchSize: 8 });
  expect(tf.memory().numTensors).toBe(tensors);
  expect(tf.memory().numDataBuffers).toBe(buffers);
  expect(heapBytes()).toBe(bytes);
  disposeModel(model);

  function heapBytes(): number {
    return backend.wasm.HEAPU8.byteLength;
  }
});

test('the kernels of the cpu backend are untouched', () => {
  const wasm = tf.getKernel('Conv2DBackpropFilter', 'wasm');
  const cpu = tf.getKernel('Conv2DBackpropFilter', 'cpu');
  expect(wasm.kernelFunc).not.toBe(cpu.kernelFunc);
  expect(cpu.kernelFunc.name).toBe('conv2DBackpropFilter');
});
