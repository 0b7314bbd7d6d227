import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
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
} from '../../src/lab/index.js';
import { ACTIVATIONS } from '../../src/lab/compiled-training/activations.js';
import { LOSSES } from '../../src/lab/compiled-training/losses.js';
import { giveBackMemory, takeMemory } from '../../src/lab/compiled-training/network/memory.js';
import { Network, type LayerSettings } from '../../src/lab/compiled-training/network/network.js';
import { planLayers } from '../../src/lab/compiled-training/plan-layers.js';

beforeAll(async () => {
  await useBackend('wasm', { log: () => {} });
});
afterEach(() => {
  useCompiledTraining(false);
  vi.unstubAllEnvs();
});

const random = new RandomState(3);

/** A problem with known weights: everything that follows is the same for both trainings. */
interface Problem {
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
const x = randn(ROWS, 2);
const binaryLabels = tf.tensor1d(
  Array.from({ length: ROWS }, (_, at) => Number(x.dataSync()[2 * at]! > 0)),
  'float32',
);
const classLabels = tf.tensor1d(
  Array.from({ length: ROWS }, (_, at) => at % 3),
  'float32',
);
const dense = (
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

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  SGD: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.05, 0.9),
  Nesterov: () => tf.train.momentum(0.05, 0.9, true),
  Adam: () => tf.train.adam(0.01),
  RMSprop: () => tf.train.rmsprop(0.01),
  'RMSprop with momentum': () => tf.train.rmsprop(0.005, 0.9, 0.5),
};

const PROBLEMS: Record<string, (optimizer: () => tf.Optimizer) => Problem> = {
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
const IMAGE_LAYERS: Record<string, [x: tf.Tensor, layers: () => tf.layers.Layer[]]> = {
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
  'pooling first, a dense layer over pixels': [
    images(3, 8, 6),
    () => [
      tf.layers.maxPooling2d({ poolSize: [2, 3], inputShape: [8, 6, 3] }),
      dense(7, 'sigmoid'),
      conv(4, { kernelSize: 2, activation: 'softmax' }),
    ],
  ],
};

const weightsOf = (model: tf.LayersModel) =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));

function modelOf(problem: Problem, weights?: number[][]): tf.Sequential {
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
async function both(
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

function expectClose(actual: unknown, expected: unknown, bound = 1e-5): void {
  const flat = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : Object.values(value as object).flatMap(flat);
  const [ours, theirs] = [flat(actual), flat(expected)];
  expect(ours.length).toBe(theirs.length);
  const worst = Math.max(...ours.map((value, at) => Math.abs(value - theirs[at]!)));
  expect(worst).toBeLessThan(bound);
}

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

describe('gradients are those of finite differences', () => {
  const denseLayer = (
    inputs: number,
    columns: number,
    activation: string,
    hasBias = true,
  ): LayerSettings => ({
    kind: 'product',
    windows: { places: [0], segments: 1, length: 4 * inputs, stride: 4 * inputs },
    columns,
    activation: ACTIVATIONS.get(activation)!,
    hasBias,
  });

  /** Compares a network's gradients with slopes of its loss, parameter by parameter. */
  function expectSlopes(
    inputs: number,
    layers: LayerSettings[],
    lossName: string,
    rows: number,
    seed: number,
  ) {
    const stream = new RandomState(seed);
    const columns = 3;
    const memory = takeMemory();
    const network = new Network(inputs, layers, memory, rows);
    const fill = ({ values }: { values: Float32Array }) => {
      for (const at of values.keys()) values[at] = stream.randn() / 2;
    };
    fill(network.input.values);
    for (const { values } of network.parameters) fill(values);
    const loss = LOSSES.get(lossName)!;
    const targets = lossName.startsWith('sparse')
      ? Float32Array.from({ length: rows }, (_, row) => row % columns)
      : Float32Array.from({ length: rows * columns }, (_, at) => Number(at % columns === 1));
    const outputs = () => {
      network.forward(rows);
      return { rows, columns, outputs: network.output.values.values, targets };
    };
    loss(outputs(), network.output.gradient!.values);
    network.backward(rows);
    const gradients = network.parameters.map(({ gradient }) => gradient.values.slice());
    let compared = 0;
    for (const [p, parameter] of network.parameters.entries()) {
      const { values } = parameter.values;
      for (const [i, value] of values.entries()) {
        const before = loss(outputs());
        const [right, left] = [2e-3, -2e-3].map((step) => {
          values[i] = value + step;
          const slope = (loss(outputs()) - before) / (values[i]! - value);
          values[i] = value;
          return slope;
        });
        const slope = (right! + left!) / 2;
        const bound = 2e-2 * Math.max(1, Math.abs(slope));
        // Next to a kink (relu, absolute values, another largest value) differences say nothing.
        if (Math.abs(right! - left!) > bound) continue;
        expect(Math.abs(gradients[p]![i]! - slope)).toBeLessThan(bound);
        compared++;
      }
    }
    giveBackMemory(memory);
    return { compared, all: gradients.reduce((sum, { length }) => sum + length, 0) };
  }

  const lastOf = (lossName: string) =>
    lossName.includes('ategorical') ? 'softmax' : lossName.startsWith('binary') ? 'sigmoid' : 'linear';

  /** How many of all could be compared. */
  function counter() {
    const counts = { compared: 0, all: 0 };
    return {
      counts,
      add({ compared, all }: typeof counts) {
        counts.compared += compared;
        counts.all += all;
      },
    };
  }

  test('of dense layers with each activation and loss', () => {
    const { counts, add } = counter();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(...LOSSES.keys()),
        fc.constantFrom(...ACTIVATIONS.keys()),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 14 }),
        (seed, lossName, hidden, units, rows) => {
          const layers = [denseLayer(2, units, hidden), denseLayer(units, 3, lastOf(lossName), false)];
          add(expectSlopes(2, layers, lossName, rows, seed));
        },
      ),
      { numRuns: 150, seed: 1 },
    );
    expect(counts.compared / counts.all).toBeGreaterThan(0.8);
  });

  test('of convolutions, padded and with strides, and of pooling', () => {
    const { counts, add } = counter();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom('linear', 'relu', 'tanh'),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom<'valid' | 'same'>('valid', 'same'),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, activation, channels, filters, padding, strides, rows) => {
          const model = tf.sequential({
            layers: [
              tf.layers.conv2d({
                filters,
                kernelSize: [3, 2],
                padding,
                activation: activation as 'relu',
                inputShape: [6, 7, channels],
              }),
              tf.layers.maxPooling2d({ poolSize: 2, strides }),
              tf.layers.conv2d({ filters: 2, kernelSize: 2, padding, strides }),
              tf.layers.flatten(),
              tf.layers.dense({ units: 3 }),
            ],
          });
          const plan = planLayers(model);
          if (typeof plan === 'string') throw new Error(plan);
          add(expectSlopes(6 * 7 * channels, plan.settings, 'meanSquaredError', rows, seed));
          model.dispose();
        },
      ),
      { numRuns: 30, seed: 2 },
    );
    expect(counts.compared / counts.all).toBeGreaterThan(0.8);
  });
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
