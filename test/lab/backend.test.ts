import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nativePackage } from '../../src/lab/native-package.js';
import { useBackend, type BackendName } from '../../src/lab/index.js';

let lines: string[];
const log = (line: string): void => void lines.push(line);

beforeEach(() => {
  lines = [];
  vi.stubEnv('GRADLAB_BACKEND', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const nativeInstalled = nativePackage() !== undefined;

describe('useBackend()', () => {
  test.each(['wasm', 'cpu', 'wasm'] as const)(
    'brings up %s when asked for, and says so in one line',
    async (name) => {
      const backend = await useBackend(name, { log });
      const [sum] = await tf.tensor1d([1, 2]).sum().data();
      expect(sum).toBe(1 + 2);
      expect(tf.getBackend()).toBe(name);
      expect(backend.name).toBe(name);
      expect(lines).toEqual([`Backend: ${backend.description}`]);
      expect(backend.description).toMatch(
        name === 'cpu'
          ? /^cpu, plain JavaScript \(tfjs 4\.\d+\.\d+\)$/
          : /^wasm with(out)? SIMD \(tfjs 4\.\d+\.\d+\)$/,
      );
    },
  );

  test.skipIf(nativeInstalled)(
    'takes wasm by default where native TensorFlow is not installed, without a word about it',
    async () => {
      expect((await useBackend(undefined, { log })).name).toBe('wasm');
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toContain('tensorflow');
    },
  );

  test('prints with console.log unless told otherwise', async () => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => {});
    await useBackend('cpu');
    expect(print.mock.calls).toEqual([[expect.stringMatching(/^Backend: cpu/)]]);
    print.mockRestore();
  });

  test.skipIf(nativeInstalled)(
    'throws with advice when native TensorFlow is asked for and not installed; the backend stays',
    async () => {
      await useBackend('cpu', { log });
      await expect(useBackend('tensorflow', { log })).rejects.toThrow(
        'Cannot use backend tensorflow: native TensorFlow is not installed; gradlab backend install gets it, or use wasm',
      );
      expect(tf.getBackend()).toBe('cpu');
    },
  );

  test.each([
    ['wasn', ', did you mean wasm?'],
    ['TensorFlow', ', did you mean tensorflow?'],
    ['webgpu-backend', ''],
  ])('throws RangeError when the name is %s', async (name, advice) => {
    await expect(useBackend(name as BackendName, { log })).rejects.toThrow(
      new RangeError(
        `Cannot use a backend as name must be one of tensorflow, wasm, cpu: current value is '${name}'${advice}`,
      ),
    );
    expect(lines).toEqual([]);
  });
});

describe('GRADLAB_BACKEND', () => {
  test('pins the choice', async () => {
    vi.stubEnv('GRADLAB_BACKEND', 'cpu');
    expect((await useBackend(undefined, { log })).name).toBe('cpu');
    expect((await useBackend('wasm', { log })).name).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(lines[0]).not.toContain('overrides');
    expect(lines[1]).toMatch(/^Backend: cpu.*; GRADLAB_BACKEND overrides wasm$/);
  });

  test('throws RangeError when it names no backend', async () => {
    vi.stubEnv('GRADLAB_BACKEND', 'wams');
    await expect(useBackend('cpu', { log })).rejects.toThrow(
      new RangeError(
        "Cannot use a backend as GRADLAB_BACKEND must be one of tensorflow, wasm, cpu: current value is 'wams', did you mean wasm?",
      ),
    );
  });
});
