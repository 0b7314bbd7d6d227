import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { random, RandomState, setSeed } from '../../src/lab/index.js';

const unseeded = Math.random;
afterEach(() => setSeed(null));
beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Weights after training a fresh model with initializers, dropout and shuffle that have no seed of their own. */
async function trainedWeights(): Promise<number[]> {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [3], units: 4, activation: 'relu' }),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
  const x = tf.linspace(0, 1, 60).reshape([20, 3]);
  await model.fit(x, tf.linspace(0, 1, 20).reshape([20, 1]), { epochs: 2, batchSize: 4, verbose: 0 });
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

describe('setSeed()', () => {
  test('makes initializers, dropout and the shuffle of fit reproducible', async () => {
    setSeed(42);
    const first = await trainedWeights();
    setSeed(42);
    expect(await trainedWeights()).toEqual(first);
    setSeed(43);
    expect(await trainedWeights()).not.toEqual(first);
  });

  test('starts random at the seed, as np.random.seed does, 0 included', () => {
    setSeed(42);
    expect(random.randint(60_000)).toBe(56422);
    setSeed(0);
    const numpy = new RandomState(0);
    expect([random.random(), random.randn(), random.randint(2, 9), ...random.permutation(5)]).toEqual([
      numpy.random(),
      numpy.randn(),
      numpy.randint(2, 9),
      ...numpy.permutation(5),
    ]);
  });

  test('keeps random and Math.random apart', () => {
    setSeed(7);
    const [first, second] = [random.random(), random.random()];
    setSeed(7);
    expect(random.random()).toBe(first);
    const between = [Math.random(), Math.random()];
    expect(random.random()).toBe(second);
    expect(between).not.toContain(first);
  });

  test.each([-1, 0.5, NaN, 2 ** 32])('throws RangeError when the seed is %d, and changes nothing', (seed) => {
    setSeed(1);
    const first = random.random();
    setSeed(1);
    const seeded = Math.random;
    expect(() => setSeed(seed)).toThrow(RangeError);
    expect(Math.random).toBe(seeded);
    expect(random.random()).toBe(first);
  });

  test('gives Math.random back when the seed is null', () => {
    setSeed(1);
    expect(Math.random).not.toBe(unseeded);
    setSeed(null);
    expect(Math.random).toBe(unseeded);
  });
});
