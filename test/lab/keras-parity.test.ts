/** The same numbers as Keras, from the same weights and batches: bench/keras/optimizer_steps.py made the other side. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { RandomState, setLearningRate, useBackend } from '../../src/lab/index.js';
import golden from './keras-optimizer-steps.json' with { type: 'json' };

const BATCH = 32;
const SHAPES = [[2, 16], [16], [16, 8], [8], [8, 1], [1]];

const makers: Record<string, (rate: number) => tf.Optimizer> = {
  sgd: (rate) => tf.train.sgd(rate),
  momentum: (rate) => tf.train.momentum(rate, 0.9),
  adam: (rate) => tf.train.adam(rate),
  'adam-small-epsilon': (rate) => tf.train.adam(rate, 0.9, 0.999, 1e-12),
  rmsprop: (rate) => tf.train.rmsprop(rate, 0.9),
};
const rates: Record<string, (step: number) => number> = {
  constant: () => 0.01,
  growing: (step) => 0.001 * (1 + step),
};

/** Largest difference of a weight, after 50 steps of about 0.01. TensorFlow.js adds Adam's epsilon to the corrected second
 * moment, Keras to the uncorrected one: that shows where a gradient is hardly larger than epsilon, and nowhere else. Its
 * momentum takes the rate of the step where Keras keeps that of each gradient, so with a schedule the two are different
 * optimizers, and not compared. */
const bounds: Record<string, number> = {
  'sgd/constant': 1e-6,
  'sgd/growing': 1e-6,
  'momentum/constant': 1e-6,
  'adam/constant': 0.02,
  'adam/growing': 0.02,
  'adam-small-epsilon/constant': 1e-5,
  'adam-small-epsilon/growing': 1e-5,
  'rmsprop/constant': 1e-6,
  'rmsprop/growing': 1e-6,
};

const stream = new RandomState(42);
const normal = (count: number, scale = 1) =>
  Float32Array.from({ length: count }, () => Math.fround(scale * stream.randn()));
const features = normal(640);
const labels = Float32Array.from({ length: 320 }, (_, i) =>
  Math.sin(2 * features[2 * i]!) + features[2 * i + 1]! > 0 ? 1 : 0,
);
const weights = SHAPES.map((shape) =>
  normal(
    shape.reduce((all, size) => all * size),
    0.4,
  ),
);

describe.each(['cpu', 'wasm'] as const)('optimizers on the %s backend', (backend) => {
  it.each(Object.keys(bounds))('%s: the weights of Keras after 1 step and after 50', async (run) => {
    await useBackend(backend, { log: () => {} });
    const [name, kind] = run.split('/') as [string, string];
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 16, activation: 'relu', inputShape: [2] }),
        tf.layers.dense({ units: 8, activation: 'relu' }),
        tf.layers.dense({ units: 1, activation: 'sigmoid' }),
      ],
    });
    model.setWeights(weights.map((values, i) => tf.tensor(values, SHAPES[i]!)));
    const optimizer = makers[name]!(rates[kind]!(0));
    model.compile({ optimizer, loss: 'binaryCrossentropy' });
    const differences: number[] = [];
    for (let step = 0; step < 50; step++) {
      setLearningRate(optimizer, rates[kind]!(step));
      const first = (step * BATCH) % 320;
      const x = tf.tensor2d(features.subarray(2 * first, 2 * (first + BATCH)), [BATCH, 2]);
      const y = tf.tensor2d(labels.subarray(first, first + BATCH), [BATCH, 1]);
      await model.trainOnBatch(x, y);
      const wanted = (golden.runs as Record<string, Record<string, number[]>>)[run]![step + 1];
      if (!wanted) continue;
      const got = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
      expect(got).toHaveLength(wanted.length);
      differences.push(Math.max(...got.map((value, i) => Math.abs(value - wanted[i]!))));
    }
    expect(differences).toHaveLength(2);
    expect(Math.max(...differences)).toBeLessThan(bounds[run]!);
  });
});
