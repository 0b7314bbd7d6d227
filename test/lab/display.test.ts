import { createRequire } from 'node:module';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { display } from '../../src/lab/index.js';

const hostKey = Symbol.for('gradlab.host');
const globals = globalThis as Record<symbol, unknown>;
const { cache } = createRequire(import.meta.url);
const tslabPath = '/somewhere/node_modules/tslab/dist/jupyter.js';

afterEach(() => {
  delete globals[hostKey];
  delete cache[tslabPath];
  vi.restoreAllMocks();
});

const bundle = { 'text/html': '<b>7</b>', 'text/plain': '7' };

describe('display()', () => {
  test('hands the bundle to the host of the session', () => {
    const calls: unknown[][] = [];
    globals[hostKey] = { display: (...args: unknown[]) => void calls.push(args) };
    display(bundle, { displayId: 'a', update: true, metadata: { width: 2 } });
    display(bundle);
    expect(calls).toEqual([
      [bundle, { displayId: 'a', update: true, metadata: { width: 2 } }],
      [bundle, {}],
    ]);
  });

  test('hands the bundle to a tslab kernel in its own form', () => {
    const calls: unknown[][] = [];
    const exports = { lastWriteDisplayData: (...args: unknown[]) => void calls.push(args) };
    cache[tslabPath] = { exports } as NodeJS.Module;
    display(bundle);
    display(bundle, { displayId: 'a', update: true });
    expect(calls).toEqual([
      [{ data: bundle, metadata: {}, transient: {} }, false],
      [{ data: bundle, metadata: {}, transient: { display_id: 'a' } }, true],
    ]);
  });

  test('prints the text in a plain process, also where tslab is loaded without a kernel', () => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => {});
    display(bundle);
    cache[tslabPath] = { exports: { lastWriteDisplayData: null } } as NodeJS.Module;
    display(bundle);
    display({ 'text/html': '<b>no text</b>' });
    expect(print.mock.calls).toEqual([['7'], ['7']]);
  });
});
