import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  Callback,
  getLearningRate,
  LearningRateSchedule,
  LearningRateScheduler,
  useBackend,
} from '../../../src/lab/index.js';

beforeAll(() => useBackend('cpu', { log: () => {} }));

/** A schedule with these rates. */
class Rates extends LearningRateSchedule {
  constructor(readonly rates: readonly unknown[]) {
    super();
  }
  at(step: number) {
    return this.rates[step] as number;
  }
  getConfig() {
    return {};
  }
}

/** What the weight of a model with loss `weight` does in each batch: its gradient is 1. */
async function train(
  schedule: LearningRateSchedule,
  {
    optimizer = tf.train.sgd(99),
    epochs = 1,
    batches = 4,
  }: { optimizer?: tf.Optimizer; epochs?: number; batches?: number } = {},
) {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' })],
  });
  model.compile({ optimizer, loss: (_y, prediction) => prediction.mean() });
  const x = tf.ones([2 * batches - 1, 1]); // The last batch is a smaller one.
  const scheduler = new LearningRateScheduler(schedule);
  const rates: number[] = [];
  const weights = [0];
  class Watch extends Callback {
    override onBatchBegin() {
      rates.push(getLearningRate(optimizer));
    }
    override async onBatchEnd() {
      weights.push((await model.getWeights()[0]!.data())[0]!);
    }
  }
  const fit = () =>
    model.fit(x, x, { epochs, batchSize: 2, callbacks: [scheduler, new Watch()], verbose: 0 });
  try {
    await fit();
    return { scheduler, rates, moves: weights.slice(1).map((weight, i) => weight - weights[i]!), fit };
  } finally {
    x.dispose();
  }
}

const optimizers: [string, () => tf.Optimizer][] = [
  ['sgd', () => tf.train.sgd(99)],
  ['momentum', () => tf.train.momentum(99, 0.9)],
  ['adam', () => tf.train.adam(99)],
  ['adamax', () => tf.train.adamax(99)],
  ['rmsprop', () => tf.train.rmsprop(99)],
  ['adagrad', () => tf.train.adagrad(99)],
  ['adadelta', () => tf.train.adadelta(99)],
];

describe('LearningRateScheduler', () => {
  it('sets the rate at the start of each batch: the first one runs at at(0)', async () => {
    const { rates, moves } = await train(new Rates([0, 0.5, 0.25, 1]));
    expect(rates).toEqual([0, 0.5, 0.25, 1]);
    expect(moves).toEqual([expect.closeTo(0, 6), -0.5, -0.25, -1]);
  });

  it('counts steps over all epochs, the smaller last batches included', async () => {
    const schedule = new Rates([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const { rates, scheduler } = await train(schedule, { epochs: 3, batches: 3 });
    expect(rates).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(scheduler.learningRates).toEqual(rates);
    expect(scheduler.schedule).toBe(schedule);
  });

  it.each(optimizers)('sets the rate of %s', async (_name, make) => {
    const { rates, moves } = await train(new Rates([0.5, 0, 0.25, 1]), { optimizer: make() });
    expect(rates).toEqual([0.5, 0, 0.25, 1]);
    expect(moves[0]).toBeLessThan(0);
    expect(moves[1]).toBeCloseTo(0, 6);
    expect(moves[3]).toBeLessThan(0);
  });

  it.each([
    [[0.1, -1], RangeError, 'The schedule must give a finite rate >= 0 for step 1: got -1'],
    [[NaN], RangeError, 'The schedule must give a finite rate >= 0 for step 0: got NaN'],
    [[0.1, 0.1], TypeError, 'The schedule must give a number for step 2: got undefined'],
    [['0.1'], TypeError, 'The schedule must give a number for step 0: got a string'],
  ])('a schedule that gives %o ends training with an error', async (rates, kind, message) => {
    const failure = await train(new Rates(rates)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect((failure as Error).message).toBe(message);
  });

  it('names a promise, whose failure ends nothing else', async () => {
    const schedule = new Rates([]);
    schedule.at = (() => Promise.reject(new Error('too late'))) as unknown as Rates['at'];
    await expect(train(schedule)).rejects.toThrow(
      new TypeError('The schedule must give a number for step 0: got a promise'),
    );
  });

  it.each([
    [[0.1, 0.2], 'an array'],
    ['0.1', 'a string'],
    [(step: number) => step, 'a function'],
    [undefined, 'undefined'],
    [{}, 'an object of class Object'],
  ])('takes a schedule only, not %o', (schedule, got) => {
    const make = () => new LearningRateScheduler(schedule as unknown as LearningRateSchedule);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(
      `LearningRateScheduler needs a schedule, an object with a method at(step): got ${got}`,
    );
  });
});
