import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBackend } from '../../../src/lab/index.js';

beforeAll(() => useBackend('cpu', { log: () => {} }));

let tensorsBefore: number;
let owned: { dispose(): unknown }[];
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
  owned = [];
});
afterEach(() => {
  for (const one of owned) one.dispose();
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

function own<T extends { dispose(): unknown }>(one: T): T {
  owned.push(one);
  return one;
}

function classifier(loss: tf.ModelCompileArgs['loss'] = 'sparseCategoricalCrossentropy'): tf.Sequential {
  const model = own(
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [4, 4, 1] }),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    }),
  );
  model.compile({ optimizer: 'sgd', loss, metrics: ['accuracy'] });
  return model;
}

/** The same model, not as a chain of layers. */
function functional(): tf.LayersModel {
  const input = tf.input({ shape: [4, 4, 1] });
  const flat = tf.layers.flatten().apply(input);
  const outputs = tf.layers.dense({ units: 3, activation: 'softmax' }).apply(flat) as tf.SymbolicTensor;
  const model = own(tf.model({ inputs: input, outputs }));
  model.compile({ optimizer: 'sgd', loss: ['sparseCategoricalCrossentropy'] });
  return model;
}

const images = (...shape: number[]) => own(tf.ones(shape));
const labels = (dtype: 'float32' | 'int32' | 'bool' = 'float32') => own(tf.tensor1d([0, 1, 1, 0, 1], dtype));
const as = (value: unknown) => value as tf.Tensor;
const quiet = { verbose: 0 } as const;

describe('fit()', () => {
  test.each<[string, () => tf.LayersModel]>([
    ['a sequential model', classifier],
    ['a functional model', functional],
  ])('throws TypeError when the labels of %s are int32', async (_name, build) => {
    await expect(build().fit(images(5, 4, 4, 1), labels('int32'), quiet)).rejects.toThrow(
      new TypeError(
        'Cannot fit as y must be a float32 tensor for sparseCategoricalCrossentropy: its dtype is int32, use y.toFloat()',
      ),
    );
  });

  test.each<[shape: number[], repair: string]>([
    [[5, 4, 4], ', use x.reshape([-1, 4, 4, 1])'],
    [[5, 16], ', use x.reshape([-1, 4, 4, 1])'],
    [[4, 4, 1], ''],
    [[5, 4, 5, 1], ''],
    [[5], ''],
    [[5, 1, 4, 4, 1], ', use x.reshape([-1, 4, 4, 1])'],
  ])('throws TypeError when the images have shape %j', async (shape, repair) => {
    await expect(classifier().fit(images(...shape), labels(), quiet)).rejects.toThrow(
      new TypeError(
        `Cannot fit as x must have shape [samples, 4, 4, 1]: its shape is [${shape.join(', ')}]${repair}`,
      ),
    );
  });

  test('throws TypeError when the validation data have another shape or type', async () => {
    const [x, y] = [images(5, 4, 4, 1), labels()];
    const fit = (validationData: [tf.Tensor, tf.Tensor]) =>
      classifier().fit(x, y, { ...quiet, validationData });
    await expect(fit([images(5, 4, 4), y])).rejects.toThrow(
      new TypeError(
        'Cannot fit as validationData[0] must have shape [samples, 4, 4, 1]: its shape is [5, 4, 4], use validationData[0].reshape([-1, 4, 4, 1])',
      ),
    );
    await expect(fit([x, labels('int32')])).rejects.toThrow(
      new TypeError(
        'Cannot fit as validationData[1] must be a float32 tensor for sparseCategoricalCrossentropy: its dtype is int32, use validationData[1].toFloat()',
      ),
    );
  });

  test.each<[string, unknown, string]>([
    ['rows of numbers', [[1, 2], [3, 4]], 'an array, use tf.tensor(x)'], // prettier-ignore
    ['a typed array', new Float32Array(16), 'an object of class Float32Array, use tf.tensor(x)'],
    ['a promise', Promise.resolve(1), 'a promise, use await'],
    ['undefined', undefined, 'undefined'],
    ['a text', 'x', 'a string'],
  ])('throws TypeError when x is %s', async (_what, x, got) => {
    await expect(classifier().fit(as(x), labels(), quiet)).rejects.toThrow(
      new TypeError(`Cannot fit as x must be a tensor: got ${got}`),
    );
  });

  test('throws TypeError when y is an array', async () => {
    await expect(classifier().fit(images(2, 4, 4, 1), as([0, 1]), quiet)).rejects.toThrow(
      new TypeError('Cannot fit as y must be a tensor: got an array, use tf.tensor(y)'),
    );
  });

  test('rejects, and does not throw, so that catch() gets the error', async () => {
    const promise = classifier().fit(images(5, 4, 4), labels(), quiet);
    await expect(promise.catch((error: Error) => error.name)).resolves.toBe('TypeError');
  });

  test('can be called again after an error', async () => {
    const model = classifier();
    const [x, y] = [images(5, 4, 4, 1), labels()];
    await expect(model.fit(images(5, 4, 4), y, quiet)).rejects.toThrow(TypeError);
    expect((await model.fit(x, y, quiet)).epoch).toEqual([0]);
  });

  test.each<[string, () => tf.LayersModel, () => tf.Tensor | tf.Tensor[]]>([
    ['labels of shape [n]', classifier, labels],
    ['labels of shape [n, 1]', classifier, () => own(labels().reshape([5, 1]))],
    ['labels in an array of one tensor', classifier, () => [labels()]],
    ['int32 labels for another loss', () => classifier('categoricalCrossentropy'), () => own(tf.ones([5, 3], 'int32'))],
    ['a loss function', () => classifier(tf.metrics.categoricalCrossentropy), () => own(tf.ones([5, 3], 'int32'))],
  ])('takes %s', async (_what, build, y) => {
    const { history } = await build().fit(images(5, 4, 4, 1), y(), quiet);
    expect(history['loss']).toEqual([expect.any(Number)]);
  }); // prettier-ignore

  test('takes a sample without brackets, sizes that are left open, and several inputs', async () => {
    const one = own(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }));
    one.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await one.fit(own(tf.tensor1d([1, 2])), own(tf.tensor1d([1, 2])), quiet);

    const open = own(
      tf.sequential({
        layers: [
          tf.layers.conv2d({ filters: 1, kernelSize: 1, inputShape: [null, null, 1] as unknown as number[] }),
          tf.layers.globalAveragePooling2d({}),
        ],
      }),
    );
    open.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await open.fit(images(2, 3, 5, 1), images(2, 1), quiet);
    await expect(open.fit(images(2, 3, 5), images(2, 1), quiet)).rejects.toThrow(
      new TypeError('Cannot fit as x must have shape [samples, any, any, 1]: its shape is [2, 3, 5]'),
    );

    const [a, b] = [tf.input({ shape: [1] }), tf.input({ shape: [1] })];
    const two = own(
      tf.model({ inputs: [a, b], outputs: tf.layers.add().apply([a, b]) as tf.SymbolicTensor }),
    );
    two.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const x = images(2, 1);
    const evaluated = own(two.evaluate([x, x], x) as tf.Scalar);
    expect(evaluated.dataSync()[0]).toBe((1 + 1 - 1) ** 2);
  });

  test('leaves a model that is not compiled to TensorFlow.js', async () => {
    const model = own(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }));
    await expect(model.fit(as([1]), as([1]), quiet)).rejects.toThrow('The model needs to be compiled');
  });
});

describe('evaluate() and trainOnBatch()', () => {
  test('throw TypeError as fit() does', async () => {
    const model = classifier();
    expect(() => model.evaluate(images(5, 4, 4, 1), labels('int32'))).toThrow(
      new TypeError(
        'Cannot evaluate as y must be a float32 tensor for sparseCategoricalCrossentropy: its dtype is int32, use y.toFloat()',
      ),
    );
    expect(() => model.evaluate(images(5, 4, 4), labels())).toThrow(
      'Cannot evaluate as x must have shape [samples, 4, 4, 1]: its shape is [5, 4, 4]',
    );
    await expect(model.trainOnBatch(images(5, 4, 4, 1), labels('bool'))).rejects.toThrow(
      'Cannot train on a batch as y must be a float32 tensor for sparseCategoricalCrossentropy: its dtype is bool, use y.toFloat()',
    );
  });

  test('give what they gave', async () => {
    const model = classifier();
    model.setWeights([own(tf.zeros([16, 3])), own(tf.zeros([3]))]);
    const [x, y] = [images(5, 4, 4, 1), labels()];
    const [loss, acc] = model.evaluate(x, y) as tf.Scalar[];
    expect(loss!.dataSync()[0]).toBeCloseTo(Math.log(3), 6);
    expect(acc!.dataSync()[0]).toBeCloseTo(2 / 5, 6); // class 0 where all are equal
    expect(await model.trainOnBatch(x, y)).toEqual([
      expect.closeTo(Math.log(3), 6),
      expect.closeTo(2 / 5, 6),
    ]);
    tf.dispose([loss!, acc!]);
  });
});
