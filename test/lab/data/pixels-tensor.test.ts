import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test } from 'vitest';
import { pixelsTensor } from '../../../src/lab/data/pixels-tensor.js';
import { useBackend } from '../../../src/lab/index.js';

const pixels = Uint8Array.from({ length: 6 * 4 }, (_, i) => i * 11);

afterEach(() => tf.disposeVariables());

describe.each(['wasm', 'cpu'] as const)('pixelsTensor() on %s', (backend) => {
  test('holds each byte times scale, rounded to float32, and can be computed with', async () => {
    await useBackend(backend, { log: () => {} });
    const tensor = pixelsTensor(pixels, [2, 3, 4], 1 / 255);
    expect([tensor.shape, tensor.dtype]).toEqual([[2, 3, 4], 'float32']);
    expect([...tensor.dataSync()]).toEqual(Array.from(pixels, (pixel) => Math.fround(pixel / 255)));
    expect(
      tensor
        .gather(tf.tensor1d([1], 'int32'))
        .mul(255)
        .round()
        .dataSync()[0],
    ).toBe(12 * 11);
    tensor.dispose();
  });

  test('is one tensor, kept when tf.tidy ends, gone when disposed of', async () => {
    await useBackend(backend, { log: () => {} });
    const before = tf.memory().numTensors;
    const tensor = tf.tidy(() => {
      const made = pixelsTensor(pixels, [2, 3, 4], 1);
      return { made };
    }).made;
    expect(tf.memory().numTensors).toBe(before + 1);
    tensor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('may be empty', async () => {
    await useBackend(backend, { log: () => {} });
    expect(pixelsTensor(new Uint8Array(0), [0, 28, 28], 1).shape).toEqual([0, 28, 28]);
  });
});
