import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { getLearningRate, setLearningRate } from '../../src/lab/index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const makers: [string, (rate: number) => tf.Optimizer][] = [
  ['sgd', (rate) => tf.train.sgd(rate)],
  ['momentum', (rate) => tf.train.momentum(rate, 0.9)],
  ['momentum with Nesterov', (rate) => tf.train.momentum(rate, 0.9, true)],
  ['adam', (rate) => tf.train.adam(rate)],
  ['adamax', (rate) => tf.train.adamax(rate)],
  ['rmsprop', (rate) => tf.train.rmsprop(rate)],
  ['centred rmsprop', (rate) => tf.train.rmsprop(rate, 0.9, 0, 1e-7, true)],
  ['adagrad', (rate) => tf.train.adagrad(rate)],
  ['adadelta', (rate) => tf.train.adadelta(rate)],
];

/** Changes of one weight by steps with gradient 0.25; `rates` are set before their step, undefined leaves the rate alone. */
function changes(optimizer: tf.Optimizer, rates: (number | undefined)[]): number[] {
  const weight = tf.variable(tf.scalar(0));
  const deltas = rates.map((rate) => {
    if (rate !== undefined) setLearningRate(optimizer, rate);
    const before = weight.dataSync()[0]!;
    optimizer.minimize(() => weight.mul(0.25).asScalar(), false, [weight]);
    return weight.dataSync()[0]! - before;
  });
  weight.dispose();
  return deltas;
}

describe.each(makers)('setLearningRate() on %s', (_name, make) => {
  test('makes the first step that of a new optimizer with this rate', () => {
    const [delta] = changes(make(0.1), [0.02]);
    expect(delta).toBeLessThan(0);
    expect(delta).toBe(changes(make(0.02), [undefined])[0]);
  });

  test('scales the steps to come and keeps what the optimizer remembers', () => {
    const kept = changes(make(0.1), [undefined, undefined, undefined]);
    const changed = changes(make(0.1), [undefined, undefined, 0.02]);
    expect(changed.slice(0, 2)).toEqual(kept.slice(0, 2));
    expect(changed[2]! / kept[2]!).toBeCloseTo(0.02 / 0.1, 4);
  });

  test('leaves the weight alone at rate 0', () => {
    const [delta] = changes(make(0.1), [0]);
    expect(delta).toBeCloseTo(0, 15);
  });

  test('leaves no tensor behind, inside tf.tidy and outside, and works after tidy', () => {
    const optimizer = make(0.1);
    const before = tf.memory().numTensors;
    for (let i = 1; i <= 50; i++) setLearningRate(optimizer, i / 100);
    tf.tidy(() => setLearningRate(optimizer, 0.02));
    expect(tf.memory().numTensors).toBe(before);
    expect(getLearningRate(optimizer)).toBe(0.02);
    expect(changes(optimizer, [undefined])[0]).toBe(changes(make(0.02), [undefined])[0]);
  });
});

describe('setLearningRate()', () => {
  test('works on the optimizer that a model made from a name', () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    setLearningRate(model.optimizer, 0.5);
    expect(getLearningRate(model.optimizer)).toBe(0.5);
  });

  test('moves a weight by rate times gradient for any rate', () => {
    const rates = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(rates, (rate) => {
        const optimizer = tf.train.sgd(1);
        expect(changes(optimizer, [rate])[0]).toBeCloseTo(-Math.fround(Math.fround(rate) * 0.25), 10);
        expect(getLearningRate(optimizer)).toBe(rate);
      }),
      { numRuns: 50 },
    );
  });

  test.each([NaN, Infinity, -Infinity, -0.1])(
    'throws RangeError when the rate is %d, and changes nothing',
    (rate) => {
      const optimizer = tf.train.sgd(0.1);
      expect(() => setLearningRate(optimizer, rate)).toThrow(
        new RangeError(
          `Cannot set the learning rate as rate must be finite and >= 0: current value is ${rate}`,
        ),
      );
      expect(getLearningRate(optimizer)).toBe(0.1);
    },
  );

  test('throws TypeError when the rate is no number', () => {
    const rate = tf.scalar(0.1) as unknown as number;
    expect(() => setLearningRate(tf.train.sgd(0.1), rate)).toThrow(TypeError);
    expect(() => setLearningRate(tf.train.sgd(0.1), '0.1' as unknown as number)).toThrow(
      "rate must be a number: got the text '0.1'",
    );
  });

  test.each([
    ['sgd', "got the text 'sgd'; use model.optimizer of a compiled model"],
    [undefined, 'got undefined; use model.optimizer of a compiled model'],
    [null, 'got null; use model.optimizer of a compiled model'],
    [{}, 'got an object of class Object'],
    [{ learningRate: 0.1 }, 'got an object of class Object'],
    [0.1, 'got a number'],
  ])('throws TypeError when the optimizer is %j', (optimizer, got) => {
    const message = `the learning rate as an optimizer with a learning rate is needed: ${got}`;
    expect(() => setLearningRate(optimizer as unknown as tf.Optimizer, 0.1)).toThrow(
      new TypeError(`Cannot set ${message}`),
    );
    expect(() => getLearningRate(optimizer as unknown as tf.Optimizer)).toThrow(
      new TypeError(`Cannot read ${message}`),
    );
  });
});
