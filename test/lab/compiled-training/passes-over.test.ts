import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useBackend, useCompiledTraining } from '../../../src/lab/index.js';
import { planLayers } from '../../../src/lab/compiled-training/plan-layers.js';
import { planTraining } from '../../../src/lab/compiled-training/plan-training.js';
import { x, binaryLabels, classLabels, dense } from './problems.js';

beforeAll(async () => {
  await useBackend('wasm', { log: () => {} });
});
afterEach(() => {
  useCompiledTraining(false);
  vi.unstubAllEnvs();
});

describe('what it does not know, TensorFlow.js trains, and a line says why', () => {
  const trained = async (
    layers: tf.layers.Layer[],
    options: Partial<tf.ModelCompileArgs>,
    fit: Partial<tf.ModelFitArgs> = {},
    input: tf.Tensor = x,
    change: (model: tf.Sequential) => void = () => {},
  ) => {
    const lines: string[] = [];
    const model = tf.sequential({ layers });
    model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy', ...options });
    change(model);
    useCompiledTraining(true, { log: (line) => lines.push(line) });
    const columns = model.outputs[0]!.shape[1]!;
    const y = columns === 1 ? binaryLabels : tf.oneHot(classLabels.toInt(), columns).toFloat();
    const { history } = await model.fit(input, y, { epochs: 2, ...fit });
    await model.fit(input, y, { epochs: 1, ...fit });
    expect(history['loss']).toHaveLength(2);
    return lines;
  };
  const net = () => [dense(4, 'relu', 2), dense(1, 'sigmoid')];
  const line = (reason: string) => [
    `Compiled training passes over a model, TensorFlow.js trains it: ${reason}`,
  ];

  test.each<[string, () => Promise<string[]>]>([
    ['it has a layer of class Dropout', () => trained([...net(), tf.layers.dropout({ rate: 0.1 })], {})],
    [
      'layer odd has the activation elu',
      () =>
        trained([tf.layers.dense({ units: 1, activation: 'elu', inputShape: [2], name: 'odd' })], {
          loss: 'meanSquaredError',
        }),
    ],
    [
      'layer kept has a regularizer',
      () =>
        trained([tf.layers.dense({ units: 1, inputShape: [2], name: 'kept', kernelRegularizer: 'l1l2' })], {
          loss: 'meanSquaredError',
        }),
    ],
    [
      'layer bound has a constraint',
      () =>
        trained([tf.layers.dense({ units: 1, inputShape: [2], name: 'bound', kernelConstraint: 'nonNeg' })], {
          loss: 'meanSquaredError',
        }),
    ],
    ['its loss is hinge', () => trained(net(), { loss: 'hinge' })],
    ['its loss is a function', () => trained(net(), { loss: (a, b) => tf.losses.meanSquaredError(a, b) })],
    ['its metric is precision', () => trained(net(), { metrics: ['precision'] })],
    [
      'its metric is a function',
      () =>
        trained(net(), {
          metrics: [(a: tf.Tensor, b: tf.Tensor) => tf.metrics.binaryAccuracy(a, b)] as never,
        }),
    ],
    [
      'its optimizer is another, is centered or is watched: RMSProp',
      () => trained(net(), { optimizer: tf.train.rmsprop(0.01, 0.9, 0, 1e-8, true) }),
    ],
    [
      'its optimizer is another, is centered or is watched: Adagrad',
      () => trained(net(), { optimizer: tf.train.adagrad(0.1) }),
    ],
    [
      'its callback Raw may want tensors as logs',
      () => {
        class Raw extends tf.Callback {}
        return trained(net(), {}, { callbacks: new Raw() as never });
      },
    ],
    [
      'its optimizer is another, is centered or is watched: SGD',
      () =>
        trained(net(), {}, {}, x, ({ optimizer }) => {
          const { applyGradients } = optimizer;
          optimizer.applyGradients = (gradients) => applyGradients.call(optimizer, gradients);
        }),
    ],
  ])('%s', async (reason, train) => {
    expect(await train()).toEqual(line(reason));
  });

  test('a frozen layer', async () => {
    const frozen = tf.layers.dense({ units: 1, inputShape: [2], name: 'still', activation: 'sigmoid' });
    frozen.trainable = false;
    expect(await trained([frozen, dense(1, 'sigmoid')], {})).toEqual(line('layer still is frozen'));
  });

  test('weights of classes', async () => {
    expect(await trained(net(), {}, { classWeight: { 0: 1, 1: 2 } })).toEqual(
      line('samples or classes have weights'),
    );
  });
});

describe('layers that it does not know', () => {
  const first = { inputShape: [6, 6, 2], name: 'one' };
  const conv = { filters: 2, kernelSize: 3, ...first };
  const reasonFor = (...layers: tf.layers.Layer[]) => planLayers(tf.sequential({ layers }));

  test.each<[string, () => unknown]>([
    [
      'layer one has its channels first',
      () => reasonFor(tf.layers.conv2d({ ...conv, dataFormat: 'channelsFirst' })),
    ],
    [
      'layer one has its channels first',
      () => reasonFor(tf.layers.maxPooling2d({ ...first, dataFormat: 'channelsFirst' })),
    ],
    [
      'layer one has its channels first',
      () => reasonFor(tf.layers.flatten({ ...first, dataFormat: 'channelsFirst' })),
    ],
    ['layer one is dilated', () => reasonFor(tf.layers.conv2d({ ...conv, dilationRate: 2 }))],
    [
      'layer one pools with padding',
      () => reasonFor(tf.layers.maxPooling2d({ ...first, poolSize: 5, padding: 'same' })),
    ],
    ['it has no layer with weights', () => reasonFor(tf.layers.flatten(first))],
    [
      'layer one is watched',
      () => {
        const layer = dense(1, 'linear', 2);
        layer.name = 'one';
        layer.call = (inputs) => inputs as tf.Tensor;
        return reasonFor(layer);
      },
    ],
    [
      'layer one is not in one line',
      () => {
        const layer = tf.layers.dense({ units: 2, name: 'one' });
        const inputs = tf.input({ shape: [2] });
        const outputs = layer.apply(layer.apply(inputs)) as tf.SymbolicTensor;
        return planLayers(tf.model({ inputs, outputs }));
      },
    ],
  ])('%s', (reason, plan) => {
    expect(plan()).toBe(reason);
  });
});

describe('data that it does not take', () => {
  const reasonFor = (layers: tf.layers.Layer[], input: tf.Tensor, labels: tf.Tensor, batchSize = 4) => {
    const model = tf.sequential({ layers });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    return planTraining(model, [input, labels], batchSize);
  };

  test.each<[string, () => unknown]>([
    ['x is a tensor of type int32', () => reasonFor([dense(1, 'linear', 2)], tf.ones([4, 2], 'int32'), x)],
    [
      'its output has 3 dimensions',
      () =>
        reasonFor(
          [tf.layers.dense({ units: 1, inputShape: [2, 2] })],
          tf.ones([4, 2, 2]),
          tf.ones([4, 2, 1]),
        ),
    ],
    ['y has shape [4, 3]', () => reasonFor([dense(1, 'linear', 2)], tf.ones([4, 2]), tf.ones([4, 3]))],
    [
      'a batch of 60000 takes 587 MiB',
      () =>
        reasonFor(
          [dense(1280, 'linear', 1), dense(1, 'linear')],
          tf.ones([60_000, 1]),
          tf.ones([60_000, 1]),
          60_000,
        ),
    ],
  ])('%s', (reason, plan) => {
    expect(plan()).toBe(reason);
  });
});

test('off, by the call or by GRADLAB_COMPILED_TRAINING, it does nothing', async () => {
  const lines: string[] = [];
  const log = (text: string) => lines.push(text);
  const train = async () => {
    const model = tf.sequential({
      layers: [tf.layers.dropout({ rate: 0.5, inputShape: [2] }), dense(1, 'sigmoid')],
    });
    model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy' });
    await model.fit(x, binaryLabels, { epochs: 1 });
  };
  useCompiledTraining(true, { log });
  await train();
  expect(lines).toHaveLength(1);
  useCompiledTraining(false, { log });
  await train();
  vi.stubEnv('GRADLAB_COMPILED_TRAINING', 'off');
  useCompiledTraining(true, { log });
  await train();
  expect(lines).toHaveLength(1);
});
