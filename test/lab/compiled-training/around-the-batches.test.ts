import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  Callback,
  LearningRateScheduler,
  ExponentialDecay,
  RandomState,
  setLearningRate,
  TrainingProgress,
  useBackend,
  useCompiledTraining,
  type Logs,
} from '../../../src/lab/index.js';
import { x, binaryLabels, OPTIMIZERS, PROBLEMS, weightsOf, modelOf, both, expectClose } from './problems.js';

beforeAll(async () => {
  await useBackend('wasm', { log: () => {} });
});
afterEach(() => {
  useCompiledTraining(false);
});

const circle = () => PROBLEMS['two classes']!(OPTIMIZERS['Adam']!);

describe('what surrounds the batches stays as it is', () => {
  test('shuffled rows come in the same order for the same random numbers', async () => {
    const problem = circle();
    const fit = async (model: tf.Sequential) => {
      const stream = new RandomState(5);
      const spy = vi.spyOn(Math, 'random').mockImplementation(() => stream.random());
      try {
        return (await model.fit(problem.x, problem.y, { epochs: 3, batchSize: 16 })).history;
      } finally {
        spy.mockRestore();
      }
    };
    const { stock, compiled } = await both(problem, fit);
    expectClose(weightsOf(compiled[0]), weightsOf(stock[0]));
    expectClose(compiled[1], stock[1]);
  });

  test('callbacks of ours and plain ones are called alike, with the same numbers', async () => {
    const problem = circle();
    const fit = async (model: tf.Sequential) => {
      const calls: unknown[] = [];
      const note = (hook: string) => (at: number, logs?: tf.Logs | Logs) =>
        void calls.push([hook, at, Object.keys(logs ?? {})]);
      class Listener extends Callback {
        override onTrainBegin() {
          calls.push(['begin', this.params, this.model === model]);
        }
        override onBatchEnd(batch: number, logs: Logs = {}) {
          calls.push(['ours', batch, Object.keys(logs), typeof logs['loss']]);
        }
      }
      await model.fit(problem.x, problem.y, {
        epochs: 2,
        batchSize: 32,
        validationSplit: 0.2,
        callbacks: [
          new Listener(),
          new TrainingProgress(),
          {
            onEpochBegin: note('epoch begin'),
            onBatchBegin: note('batch begin'),
            onBatchEnd: note('batch'),
            onEpochEnd: note('epoch'),
          },
        ] as never,
      });
      return calls;
    };
    const { stock, compiled, lines } = await both(problem, fit);
    expect(lines).toEqual([]);
    expect(compiled[1]).toEqual(stock[1]);
    expect((compiled[1] as unknown[]).length).toBeGreaterThan(10);
  });

  test('a callback may read, predict with and set the weights', async () => {
    const problem = circle();
    const fit = async (model: tf.Sequential) => {
      const seen: number[][] = [];
      class Meddler extends Callback {
        override onBatchEnd(batch: number) {
          const predicted = tf.tidy(() => Array.from((model.predict(x) as tf.Tensor).dataSync()));
          seen.push(predicted.slice(0, 5));
          if (batch === 1)
            tf.tidy(() => model.setWeights(model.getWeights().map((weight) => weight.mul(0.5))));
        }
      }
      await model.fit(problem.x, problem.y, {
        epochs: 2,
        batchSize: 16,
        shuffle: false,
        callbacks: [new Meddler()],
      });
      return seen;
    };
    const { stock, compiled } = await both(problem, fit);
    expectClose(compiled[1], stock[1]);
    expectClose(weightsOf(compiled[0]), weightsOf(stock[0]));
  });

  test.each(Object.entries(OPTIMIZERS))(
    'a learning rate set before a batch counts for %s',
    async (_name, optimizer) => {
      const problem = PROBLEMS['two classes']!(optimizer);
      const fit = async (model: tf.Sequential) => {
        const decay = new ExponentialDecay({ initialLearningRate: 0.05, decaySteps: 3, decayRate: 0.5 });
        const callbacks = [new LearningRateScheduler(decay)];
        return (
          await model.fit(problem.x, problem.y, { epochs: 3, batchSize: 16, shuffle: false, callbacks })
        ).history;
      };
      const { stock, compiled } = await both(problem, fit);
      expectClose(weightsOf(compiled[0]), weightsOf(stock[0]));
    },
  );

  test('training can be stopped within an epoch and goes on later, on either side, with the same optimizer', async () => {
    const problem = circle();
    const start = weightsOf(modelOf(problem));
    const trained = async (kinds: boolean[]) => {
      const model = modelOf(problem, start);
      const lengths: number[] = [];
      for (const [round, isCompiled] of kinds.entries()) {
        useCompiledTraining(isCompiled);
        let batches = 0;
        const stop = {
          onBatchEnd: async (batch: number) => {
            batches++;
            if (round === 1 && batch === 2) model.stopTraining = true;
          },
        };
        await model.fit(problem.x, problem.y, { epochs: 2, batchSize: 16, shuffle: false, callbacks: stop });
        lengths.push(batches);
      }
      expect(model.optimizer.iterations).toBe(lengths.reduce((sum, length) => sum + length, 0));
      return { weights: weightsOf(model), lengths };
    };
    const stock = await trained([false, false, false]);
    expect(stock.lengths).toEqual([10, 3, 10]);
    for (const kinds of [
      [true, true, true],
      [false, true, false],
      [true, false, true],
    ]) {
      const mixed = await trained(kinds);
      expect(mixed.lengths).toEqual(stock.lengths);
      expectClose(mixed.weights, stock.weights);
    }
  });

  test('early stopping of TensorFlow.js', async () => {
    const problem = circle();
    const fit = async (model: tf.Sequential) => {
      const callbacks = tf.callbacks.earlyStopping({ monitor: 'loss', patience: 0, minDelta: 10 });
      return (await model.fit(problem.x, problem.y, { epochs: 9, shuffle: false, callbacks })).epoch;
    };
    const { stock, compiled, lines } = await both(problem, fit);
    expect(lines).toEqual([]);
    expect(compiled[1]).toEqual(stock[1]);
    expect((compiled[1] as number[]).length).toBeLessThan(9);
  });

  test('no tensor is left behind that TensorFlow.js would not leave', async () => {
    const counts = async (isCompiled: boolean) => {
      const model = modelOf(circle());
      useCompiledTraining(isCompiled);
      const before = tf.memory().numTensors;
      await model.fit(x, binaryLabels, { epochs: 2, validationSplit: 0.3 });
      const first = tf.memory().numTensors - before;
      await model.fit(x, binaryLabels, { epochs: 2 });
      return [first, tf.memory().numTensors - before];
    };
    expect(await counts(true)).toEqual(await counts(false));
  });

  test('there may be more rows for validation than for training, and fewer than a batch', async () => {
    const problem = circle();
    const [few, labels] = [x.slice([0, 0], [5, 2]), binaryLabels.slice(0, 5)];
    const fit = async (model: tf.Sequential) =>
      (
        await model.fit(few, labels, {
          epochs: 3,
          batchSize: 64,
          shuffle: false,
          validationData: [x, binaryLabels],
        })
      ).history;
    const { stock, compiled } = await both(problem, fit);
    expectClose(compiled[1], stock[1]);
  });

  test('an error of a callback ends the training with the weights of its last batch', async () => {
    const problem = circle();
    const fit = async (model: tf.Sequential) => {
      class Failing extends Callback {
        override onBatchEnd(batch: number) {
          if (batch === 1) throw new Error('enough');
        }
      }
      const failing = model.fit(problem.x, problem.y, { shuffle: false, callbacks: [new Failing()] });
      await expect(failing).rejects.toThrow('enough');
      await model.fit(problem.x, problem.y, { shuffle: false });
    };
    const { stock, compiled } = await both(problem, fit);
    expectClose(weightsOf(compiled[0]), weightsOf(stock[0]));
  });
});

test('a rate set by hand between two trainings counts', async () => {
  const problem = PROBLEMS['two classes']!(OPTIMIZERS['momentum']!);
  const fit = async (model: tf.Sequential) => {
    await model.fit(problem.x, problem.y, { shuffle: false });
    setLearningRate(model.optimizer, 0.3);
    await model.fit(problem.x, problem.y, { shuffle: false });
  };
  const { stock, compiled } = await both(problem, fit);
  expectClose(weightsOf(compiled[0]), weightsOf(stock[0]));
});
