import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { syntheticImages } from '../../../src/lab/data/synthetic-images.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('syntheticImages()', () => {
  test('is the same on every machine', () => {
    const { images, labels } = syntheticImages(50, 2, 0);
    expect(createHash('sha256').update(images).update(labels).digest('hex')).toBe(
      '67f1fb18b298f1acb380145f9468e031b8121a9c6582e289651bc2c2a66b24e8',
    );
  });

  test('starts with the same images whatever their number', () => {
    const [few, many] = [syntheticImages(5, 1, 0), syntheticImages(9, 1, 0)];
    expect(many.images.subarray(0, 5 * 784)).toEqual(few.images);
    expect(many.labels.subarray(0, 5)).toEqual(few.labels);
  });

  test('differs between seeds, and between training and test', () => {
    const first = (seed: number, stream: 0 | 1): Uint8Array => syntheticImages(3, seed, stream).images;
    expect(first(1, 0)).not.toEqual(first(2, 0));
    expect(first(1, 0)).not.toEqual(first(1, 1));
  });

  test('has ten classes, about equally often, and pixels from black to white', () => {
    const { images, labels } = syntheticImages(2000, 2, 0);
    const counts = Array.from({ length: 10 }, (_, label) => labels.filter((one) => one === label).length);
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(4 * Math.sqrt(2000 * 0.1 * 0.9));
    expect([images.reduce((a, b) => Math.min(a, b)), images.reduce((a, b) => Math.max(a, b))]).toEqual([
      0, 255,
    ]);
  });

  test('is empty for 0 images', () => {
    expect(syntheticImages(0, 1, 1)).toEqual({
      nSamples: 0,
      images: new Uint8Array(0),
      labels: new Uint8Array(0),
    });
  });

  test('can be learned from the training images, and holds for the test images', async () => {
    const tensors = (n: number, stream: 0 | 1): [tf.Tensor2D, tf.Tensor1D] => {
      const { images, labels } = syntheticImages(n, 2, stream);
      return [
        tf.tensor2d(
          Float32Array.from(images, (pixel) => pixel / 255),
          [n, 784],
        ),
        tf.tensor1d(Float32Array.from(labels)),
      ];
    };
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [784], units: 10, activation: 'softmax', kernelInitializer: 'zeros' }),
      ],
    });
    model.compile({
      optimizer: tf.train.adam(0.01),
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    const [xTrain, yTrain] = tensors(800, 0);
    const [xTest, yTest] = tensors(200, 1);
    await model.fit(xTrain, yTrain, { epochs: 5, batchSize: 32, shuffle: false, verbose: 0 });
    const [, accuracy] = model.evaluate(xTest, yTest) as tf.Scalar[];
    // A tenth by guessing.
    expect(accuracy!.dataSync()[0]).toBeGreaterThan(0.6);
  });
});
