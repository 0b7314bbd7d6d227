// Seconds of what students wait for, in the notebooks' own code: the solution's cells, and in place of the experiments a cell
// that measures.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nativeEnvironment } from './native/run.js';

const finder = `
const seconds: number[] = [];
for (let round = 0; round < 3; round++) {
  const started = performance.now();
  const swept = createModel();
  await findLearningRate(swept, xTrain, yTrain);
  seconds.push((performance.now() - started) / 1000);
}
console.log(JSON.stringify({ seconds }));`;

const comparison = (noiseLevels, learningRates) => `
const seconds: number[] = [];
const tensors: number[] = [];
for (const noiseLevel of ${JSON.stringify(noiseLevels)}) {
  const { x, y } = generateNoisyData({ noiseLevel });
  for (const optimizer of ['SGD', 'Adam', 'RMSprop']) {
    for (const learningRate of ${JSON.stringify(learningRates)}) {
      const started = performance.now();
      await trainAndEvaluate(x, y, optimizer, learningRate, noiseLevel);
      seconds.push((performance.now() - started) / 1000);
      tensors.push(tf.memory().numTensors);
    }
  }
}
console.log(JSON.stringify({ seconds, tensors }));`;

const schedule = `
import { Callback } from 'gradlab';
class Clock extends Callback {
  readonly seconds: number[] = [];
  #started = 0;
  onEpochBegin() {
    this.#started = performance.now();
  }
  onEpochEnd() {
    this.seconds.push((performance.now() - this.#started) / 1000);
  }
}
const clock = new Clock();
const trained = createModel();
trained.compile({ optimizer: tf.train.adam(0.001), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
const decay = new ExponentialDecay({ initialLearningRate: 0.001, decaySteps: 312, decayRate: 0.9 });
await trained.fit(xTrain.reshape([-1, 28, 28, 1]), yTrain, {
  epochs: 3,
  batchSize: 32,
  validationData: [xTest.reshape([-1, 28, 28, 1]), yTest],
  callbacks: [new LearningRateScheduler(decay), clock],
});
console.log(JSON.stringify({ seconds: clock.seconds.slice(1) }));`;

/** @returns {{ seconds: number[] }} Of three sweeps of 200 batches. */
export const timeFinder = (way) => measure('01-learning-rate-finder', finder, way);

/** @returns {{ seconds: number[], tensors: number[] }} Of each training, and how many tensors there are after it. */
export const timeComparison = (everything, way) =>
  measure(
    '02-optimizer-comparison',
    everything ? comparison([0.1, 0.5, 1], [0.001, 0.01, 0.1]) : comparison([0.5], [0.01]),
    way,
  );

/** @returns {{ seconds: number[] }} Of each epoch over 5000 images with validation on 10,000, but for the first. */
export const timeSchedule = (way) => measure('03-learning-rate-schedule', schedule, way);

/** @param {{ backend: 'wasm' | 'tensorflow', isCompiled: boolean }} way Whatever else is installed. `isCompiled`: the notebook has the compiled loop
 * where it asks for that; else TensorFlow.js trains. */
function measure(slug, source, { backend, isCompiled }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gradlab-bench-'));
  const gradlab = (...args) =>
    execFileSync(process.execPath, ['bin/gradlab.js', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Random images take the same time as real ones; there are as many for validation.
      env: {
        ...process.env,
        ...('GRADLAB_DATA_DIR' in process.env ? {} : { GRADLAB_DATA: 'synthetic:60000' }),
        GRADLAB_BACKEND: backend,
        ...(isCompiled ? {} : { GRADLAB_COMPILED_TRAINING: 'off' }),
        ...(backend === 'tensorflow' ? nativeEnvironment : {}),
      },
    });
  try {
    const file = path.join(folder, 'bench.ipynb');
    gradlab('fill', slug, '--from', 'solution', '-o', file);
    const notebook = JSON.parse(readFileSync(file, 'utf8'));
    const isLeftOut = ({ id, metadata }) => id.startsWith('check-') || metadata.tags?.includes('experiment');
    notebook.cells = notebook.cells.filter((cell) => cell.cell_type === 'code' && !isLeftOut(cell));
    notebook.cells.push({
      cell_type: 'code',
      id: 'measure',
      metadata: {},
      outputs: [],
      execution_count: null,
      source,
    });
    writeFileSync(file, JSON.stringify(notebook));
    gradlab('run', file, '-o', file);
    const { outputs } = JSON.parse(readFileSync(file, 'utf8')).cells.at(-1);
    const printed = outputs.filter(({ output_type }) => output_type === 'stream').flatMap(({ text }) => text);
    return JSON.parse(printed.join('').trim().split('\n').at(-1));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
