import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { disposeModel, useBackend } from '../../src/lab/index.js';

beforeAll(() => useBackend('cpu', { log: () => {} }));

const dense = () =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2], activation: 'relu' }),
      tf.layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });

test.each([
  ['SGD', () => tf.train.sgd(0.1)],
  ['momentum', () => tf.train.momentum(0.1, 0.9)],
  ['Nesterov', () => tf.train.momentum(0.1, 0.9, true)],
  ['Adam', () => tf.train.adam(0.1)],
  ['Adamax', () => tf.train.adamax(0.1)],
  ['RMSprop', () => tf.train.rmsprop(0.1)],
  ['centered RMSprop', () => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-7, true)],
  ['Adagrad', () => tf.train.adagrad(0.1)],
  ['Adadelta', () => tf.train.adadelta(0.1)],
  ['a name', () => 'adam'],
])('disposeModel() leaves nothing behind of a model trained with %s', async (_name, optimizer) => {
  const x = tf.randomUniform([8, 2]);
  const y = tf.zeros([8, 1]);
  const before = tf.memory().numTensors;
  const model = dense();
  model.compile({ optimizer: optimizer(), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  await model.fit(x, y, { epochs: 2, batchSize: 4, validationData: [x, y], verbose: 0 });
  disposeModel(model);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, y]);
});

test('disposeModel() takes a model that was never compiled', () => {
  const before = tf.memory().numTensors;
  const model = dense();
  disposeModel(model);
  expect(tf.memory().numTensors).toBe(before);
});

test.each([[null], [undefined], [{}], ['model']])('disposeModel(%o) throws TypeError', (value) => {
  expect(() => disposeModel(value as never)).toThrow(TypeError);
  expect(() => disposeModel(value as never)).toThrow('disposeModel needs a model: got ');
});
