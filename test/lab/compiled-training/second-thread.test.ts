import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { RandomState } from '../../../src/lab/index.js';
import { MOST_PAGES } from '../../../src/lab/compiled-training/wasm/assembler.js';
import { kernelsOn } from '../../../src/lab/compiled-training/wasm/kernels.js';
import { startSecondThread } from '../../../src/lab/compiled-training/wasm/second-thread.js';

const threads = createRequire(import.meta.url)('node:worker_threads') as { Worker: unknown };
const { Worker } = threads;
afterEach(() => {
  threads.Worker = Worker;
  vi.restoreAllMocks();
});

const COUNT = 40_000;

/** A memory with random numbers in [-1, 1], kernels over it and a second thread. */
function setUp() {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: MOST_PAGES, shared: true });
  const values = new Float32Array(memory.buffer, 0, COUNT);
  const random = new RandomState(1);
  for (const at of values.keys()) values[at] = 2 * random.random() - 1;
  const kernels = kernelsOn(memory);
  return { values, kernels, thread: startSecondThread(kernels, memory) };
}

test('both halves of each call are done when it returns, by two threads', async () => {
  const { values, thread } = setUp();
  await vi.waitFor(() => expect(thread.isUp).toBe(true), { timeout: 20_000 });
  for (let round = 0; round < 400; round++) {
    values.fill(-1);
    const end = 16 * (10 + (round % 100));
    thread.both('relu', [0, end], [4 * (COUNT / 2), 4 * (COUNT / 2) + end]);
    expect(values.indexOf(-1)).toBe(end / 4);
    expect(values.indexOf(-1, COUNT / 2)).toBe(COUNT / 2 + end / 4);
    // The other thread goes to sleep now and then.
    if (round % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

test('there is one at a time: that of the training which began last', async () => {
  const first = setUp();
  await vi.waitFor(() => expect(first.thread.isUp).toBe(true), { timeout: 20_000 });
  const second = setUp();
  expect(first.thread.isUp).toBe(false);
  await vi.waitFor(() => expect(second.thread.isUp).toBe(true), { timeout: 20_000 });
  for (const { values, thread } of [first, second]) {
    thread.both('relu', [0, 2 * COUNT], [2 * COUNT, 4 * COUNT]);
    expect(values.some((value) => value < 0)).toBe(false);
  }
});

test.each<[string, () => void]>([
  ['the machine has one core', () => void vi.spyOn(os, 'availableParallelism').mockReturnValue(1)],
  [
    'the process may start no thread',
    () => {
      threads.Worker = class {
        constructor() {
          throw new Error('Access to this API has been restricted');
        }
      };
    },
  ],
  [
    'the thread does not come up',
    () => {
      threads.Worker = class extends (Worker as new (source: string, options: object) => object) {
        constructor(_source: string, options: object) {
          super("throw new Error('no memory for it')", options);
        }
      };
    },
  ],
])('where %s, one does all the work', async (_title, change) => {
  change();
  const { values, thread } = setUp();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(thread.isUp).toBe(false);
  thread.both('relu', [0, 2 * COUNT], [2 * COUNT, 4 * COUNT]);
  expect(values.some((value) => value < 0)).toBe(false);
  expect(values.some((value) => value > 0)).toBe(true);
});

test('a training that two threads share has the numbers of one alone, and its process ends by itself', async () => {
  const train = async (cores: number) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', TRAINING], {
      env: { ...process.env, CORES: String(cores) },
      timeout: 60_000,
    });
    return stdout.trim().split('\n').at(-1);
  };
  const shared = await train(2);
  expect(shared).toMatch(/^\[-?\d/);
  expect(await train(1)).toBe(shared);
});

const TRAINING = `
import os from 'node:os';
os.availableParallelism = () => Number(process.env.CORES);
const { useBackend, useCompiledTraining } = await import('gradlab');
const { default: tf } = await import('@tensorflow/tfjs');
await useBackend('wasm');
useCompiledTraining();
const { glorotUniform } = tf.initializers;
const model = tf.sequential({ layers: [
  tf.layers.conv2d({ filters: 20, kernelSize: 5, activation: 'relu', inputShape: [28, 28, 3], kernelInitializer: glorotUniform({ seed: 1 }) }),
  tf.layers.maxPooling2d({ poolSize: 2 }),
  tf.layers.conv2d({ filters: 17, kernelSize: 3, activation: 'relu', kernelInitializer: glorotUniform({ seed: 2 }) }),
  tf.layers.flatten(),
  tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: glorotUniform({ seed: 3 }) }),
] });
model.compile({ optimizer: tf.train.sgd(0.01), loss: 'sparseCategoricalCrossentropy' });
const x = tf.randomUniform([320, 28, 28, 3], 0, 1, 'float32', 4);
const y = tf.floor(tf.randomUniform([320], 0, 10, 'float32', 5));
await model.fit(x, y, { epochs: 4, batchSize: 32, shuffle: false });
console.log(JSON.stringify(model.getWeights().map((weight) => Array.from(weight.dataSync()).slice(0, 40)).flat()));
`;
