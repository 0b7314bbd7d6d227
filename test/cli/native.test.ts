import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nativePackage } from '../../src/lab/native-package.js';
import { gradlab, root, temporaryFolder } from './gradlab.js';

// The real one: 230 MB from PyPI into a folder of the test's own, if that is asked for; else the one that is installed here.
const isAsked = process.env['GRADLAB_TEST_NATIVE'] === 'install';
if (!isAsked && nativePackage() === undefined)
  console.log(
    'Skipped: native TensorFlow, which is not installed (gradlab backend install, or GRADLAB_TEST_NATIVE=install)',
  );

describe.skipIf(!isAsked && nativePackage() === undefined)('native TensorFlow', () => {
  let env: NodeJS.ProcessEnv = {};
  beforeAll(async () => {
    if (!isAsked) return;
    env = { XDG_CACHE_HOME: path.join(temporaryFolder(), 'my cache') };
    const { code, stderr } = await gradlab(['backend', 'install', '--from', 'pypi'], { env });
    expect(code, stderr).toBe(0);
  }, 600_000);

  it('trains as wasm does, and neither loading nor training prints anything', () => {
    const losses = (backend: string) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module', '--eval', TRAINING],
        { cwd: root, encoding: 'utf8', env: { ...process.env, ...env, GRADLAB_BACKEND: backend } },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return JSON.parse(stdout) as { backend: string; losses: number[] };
    };
    const native = losses('tensorflow');
    const wasm = losses('wasm');
    expect([native.backend, wasm.backend]).toEqual(['tensorflow', 'wasm']);
    expect(native.losses).toHaveLength(6);
    for (const [at, loss] of native.losses.entries()) expect(loss).toBeCloseTo(wasm.losses[at]!, 4);
  });

  it('gradlab backend says which it is', async () => {
    const { code, stdout } = await gradlab(['backend'], { env });
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^✓ Notebooks use native TensorFlow \d+\.\d+\.\d+, in /);
  });
});

/** Six batches of exercise 3's kinds of layers. */
const TRAINING = `
  import * as tf from '@tensorflow/tfjs';
  import { useBackend } from 'gradlab';
  const { name } = await useBackend(undefined, { log: () => {} });
  const seeded = (seed) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  const { conv2d, maxPooling2d, flatten, dense } = tf.layers;
  const model = tf.sequential({ layers: [
    conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [12, 12, 1], ...seeded(1) }),
    maxPooling2d({ poolSize: 2 }),
    flatten(),
    dense({ units: 16, activation: 'relu', ...seeded(2) }),
    dense({ units: 4, activation: 'softmax', ...seeded(3) }),
  ] });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const x = tf.randomUniform([96, 12, 12, 1], 0, 1, 'float32', 4);
  const y = tf.tensor1d(Array.from({ length: 96 }, (_, at) => at % 4));
  const losses = [];
  await model.fit(x, y, { epochs: 1, batchSize: 16, shuffle: false, callbacks: {
    onBatchEnd: async (_, logs) => void losses.push(logs.loss),
  } });
  console.log(JSON.stringify({ backend: name, losses }));
`;
