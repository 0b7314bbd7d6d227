/** Problems with known weights, trained twice: by TensorFlow.js and compiled. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { RandomState, useCompiledTraining } from '../../../src/lab/index.js';

const random = new RandomState(3);

/** A problem with known weights: everything that follows is the same for both trainings. */
export interface Problem {
  layers: tf.layers.Layer[];
  loss: string;
  metrics?: string[];
  optimizer: () => tf.Optimizer;
  x: tf.Tensor;
  y: tf.Tensor;
}

const randn = (rows: number, columns: number) =>
  tf.tensor2d(
    Array.from({ length: rows * columns }, () => random.randn()),
    [rows, columns],
  );

const ROWS = 70;
export const x = randn(ROWS, 2);
export const binaryLabels = tf.tensor1d(
  Array.from({ length: ROWS }, (_, at) => Number(x.dataSync()[2 * at]! > 0)),
  'float32',
);
export const classLabels = tf.tensor1d(
  Array.from({ length: ROWS }, (_, at) => at % 3),
  'float32',
);
export const dense = (
  units: number,
  activation: 'relu' | 'sigmoid' | 'softmax' | 'tanh' | 'linear',
  inputs?: number,
) => tf.layers.dense({ units, activation, ...(inputs ? { inputShape: [inputs] } : {}) });

const images = (channels: number, height = 7, width = 6) =>
  tf.tensor4d(
    Array.from({ length: ROWS * height * width * channels }, () => random.randn()),
    [ROWS, height, width, channels],
  );

const conv = (filters: number, args: Partial<Parameters<typeof tf.layers.conv2d>[0]> = {}) =>
  tf.layers.conv2d({ filters, kernelSize: 3, activation: 'relu', ...args });

export const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  SGD: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.05, 0.9),
  Nesterov: () => tf.train.momentum(0.05, 0.9, true),
  Adam: () => tf.train.adam(0.01),
  RMSprop: () => tf.train.rmsprop(0.01),
  'RMSprop with momentum': () => tf.train.rmsprop(0.005, 0.9, 0.5),
};

export const PROBLEMS: Record<string, (optimizer: () => tf.Optimizer) => Problem> = {
  'two classes': (optimizer) => ({
    layers: [dense(16, 'relu', 2), dense(8, 'relu'), dense(1, 'sigmoid')],
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    optimizer,
    x,
    y: binaryLabels,
  }),
  'three classes by number': (optimizer) => ({
    layers: [dense(6, 'tanh', 2), dense(3, 'softmax')],
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    optimizer,
    x,
    y: classLabels,
  }),
  'three classes, one-hot': (optimizer) => ({
    layers: [dense(6, 'sigmoid', 2), dense(3, 'softmax')],
    loss: 'categoricalCrossentropy',
    metrics: ['acc', 'categoricalAccuracy'],
    optimizer,
    x,
    y: tf.oneHot(classLabels.toInt(), 3).toFloat(),
  }),
  'numbers, squared': (optimizer) => ({
    layers: [dense(5, 'relu', 2), dense(2, 'linear')],
    loss: 'meanSquaredError',
    optimizer,
    x,
    y: x.mul(0.5).add(0.1),
  }),
  'numbers, absolute': (optimizer) => ({
    layers: [dense(5, 'tanh', 2), tf.layers.dense({ units: 2, useBias: false })],
    loss: 'meanAbsoluteError',
    optimizer,
    x,
    y: x.mul(0.5).add(0.1),
  }),
  images: (optimizer) => ({
    layers: [
      conv(10, { inputShape: [7, 6, 1] }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      dense(3, 'softmax'),
    ],
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    optimizer,
    x: images(1),
    y: classLabels,
  }),
};

/** Networks for images, each with something of its own. */
export const IMAGE_LAYERS: Record<string, [x: tf.Tensor, layers: () => tf.layers.Layer[]]> = {
  'two convolutions with pooling': [
    images(2, 14, 12),
    () => [
      conv(8, { inputShape: [14, 12, 2] }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      conv(9),
      tf.layers.maxPooling2d({ poolSize: 2 }),
    ],
  ],
  'the same size, and strides': [
    images(3),
    () => [
      conv(5, { inputShape: [7, 6, 3], padding: 'same' }),
      conv(4, { strides: 2, padding: 'same' }),
      conv(3, { kernelSize: [1, 2], strides: [1, 2] }),
    ],
  ],
  'windows that overlap or leave rows over': [
    images(2, 9, 8),
    () => [
      conv(6, { inputShape: [9, 8, 2], kernelSize: [3, 2], useBias: false, activation: 'tanh' }),
      tf.layers.maxPooling2d({ poolSize: 3, strides: 2 }),
      conv(5, { kernelSize: 2, strides: 2 }),
    ],
  ],
  'windows of equal values': [
    tf.ones([ROWS, 7, 6, 1]),
    () => [conv(5, { inputShape: [7, 6, 1], activation: 'linear' }), tf.layers.maxPooling2d({ poolSize: 2 })],
  ],
  'pooling first, a dense layer over pixels': [
    images(3, 8, 6),
    () => [
      tf.layers.maxPooling2d({ poolSize: [2, 3], inputShape: [8, 6, 3] }),
      dense(7, 'sigmoid'),
      conv(4, { kernelSize: 2, activation: 'softmax' }),
    ],
  ],
};

export const weightsOf = (model: tf.LayersModel) =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));

export function modelOf(problem: Problem, weights?: number[][]): tf.Sequential {
  const model = tf.sequential({
    layers: problem.layers.map((layer) => {
      const config = { ...layer.getConfig(), name: undefined } as never;
      return new (layer.constructor as new (config: never) => tf.layers.Layer)(config);
    }),
  });
  if (weights)
    model.setWeights(model.getWeights().map((weight, at) => tf.tensor(weights[at]!, weight.shape)));
  model.compile({
    optimizer: problem.optimizer(),
    loss: problem.loss,
    ...(problem.metrics ? { metrics: problem.metrics } : {}),
  });
  return model;
}

/** Trains the same model twice, by TensorFlow.js and compiled. */
export async function both(
  problem: Problem,
  fit: (model: tf.Sequential) => Promise<unknown>,
): Promise<{ stock: [tf.Sequential, unknown]; compiled: [tf.Sequential, unknown]; lines: string[] }> {
  const start = weightsOf(modelOf(problem));
  const stock = modelOf(problem, start);
  const compiled = modelOf(problem, start);
  const lines: string[] = [];
  const ofStock = await fit(stock);
  useCompiledTraining(true, { log: (line) => lines.push(line) });
  const ofCompiled = await fit(compiled);
  useCompiledTraining(false);
  return { stock: [stock, ofStock], compiled: [compiled, ofCompiled], lines };
}

export function expectClose(actual: unknown, expected: unknown, bound = 1e-5): void {
  const flat = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : Object.values(value as object).flatMap(flat);
  const [ours, theirs] = [flat(actual), flat(expected)];
  expect(ours.length).toBe(theirs.length);
  const worst = Math.max(...ours.map((value, at) => Math.abs(value - theirs[at]!)));
  expect(worst).toBeLessThan(bound);
}
