import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { useBackend, useCompiledTraining } from '../../../src/lab/index.js';
import {
  type Problem,
  classLabels,
  dense,
  OPTIMIZERS,
  PROBLEMS,
  IMAGE_LAYERS,
  weightsOf,
  both,
  expectClose,
} from './problems.js';

beforeAll(async () => {
  await useBackend('wasm', { log: () => {} });
});
afterEach(() => {
  useCompiledTraining(false);
});

describe('fifty batches', () => {
  for (const [title, problemOf] of Object.entries(PROBLEMS)) {
    test.each(Object.entries(OPTIMIZERS))(
      `${title}, %s: the same weights, losses, metrics`,
      async (_name, optimizer) => {
        const problem = problemOf(optimizer);
        const fit = async (model: tf.Sequential) => {
          const args = {
            epochs: 10,
            batchSize: 16,
            shuffle: false,
            validationData: [problem.x, problem.y] as [tf.Tensor, tf.Tensor],
          };
          return (await model.fit(problem.x, problem.y, args)).history;
        };
        const { stock, compiled, lines } = await both(problem, fit);
        expect(lines).toEqual([]);
        expectClose(weightsOf(compiled[0]), weightsOf(stock[0]));
        expect(Object.keys(compiled[1] as object)).toEqual(Object.keys(stock[1] as object));
        expectClose(compiled[1], stock[1]);
      },
    );
  }
});

describe('networks for images', () => {
  test.each(Object.entries(IMAGE_LAYERS))(
    '%s: the same weights and losses',
    async (_title, [input, layers]) => {
      const problem: Problem = {
        layers: [...layers(), tf.layers.flatten(), dense(3, 'softmax')],
        loss: 'sparseCategoricalCrossentropy',
        metrics: ['accuracy'],
        optimizer: () => tf.train.momentum(0.02, 0.9),
        x: input,
        y: classLabels,
      };
      const fit = async (model: tf.Sequential) => {
        const args = { epochs: 10, batchSize: 16, shuffle: false, validationSplit: 0.2 };
        return (await model.fit(problem.x, problem.y, args)).history;
      };
      const { stock, compiled, lines } = await both(problem, fit);
      expect(lines).toEqual([]);
      expectClose(weightsOf(compiled[0]), weightsOf(stock[0]));
      expectClose(compiled[1], stock[1]);
    },
  );
});
