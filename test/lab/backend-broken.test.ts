import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { useBackend } from '../../src/lab/index.js';

// The first registration of a name counts, so in this process wasm does not start.
beforeAll(async () => {
  vi.stubEnv('GRADLAB_BACKEND', '');
  vi.spyOn(console, 'warn').mockImplementation(() => {}); // TensorFlow.js reports the factory's error there
  await tf.setBackend('cpu');
  tf.registerBackend('wasm', () => {
    throw new Error('no WebAssembly here');
  });
});

describe('useBackend() where wasm does not start', () => {
  test('throws when wasm was asked for, instead of falling back', async () => {
    await expect(useBackend('wasm', { log: () => {} })).rejects.toThrow(
      'Cannot use backend wasm: it was loaded but did not start',
    );
    expect(tf.getBackend()).toBe('cpu');
  });

  test('takes the next one by default, and says why', async () => {
    vi.stubEnv('GRADLAB_BACKEND', '');
    const lines: string[] = [];
    const { name } = await useBackend(undefined, { log: (line) => lines.push(line) });
    expect(name).not.toBe('wasm');
    if (name === 'cpu')
      expect(lines[0]).toMatch(/^Backend: cpu.*; wasm did not start: it was loaded but did not start$/);
  });
});
