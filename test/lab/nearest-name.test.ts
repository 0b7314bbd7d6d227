import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestName } from '../../src/lab/nearest-name.js';

const backends = ['tensorflow', 'wasm', 'cpu'];

describe('nearestName()', () => {
  test.each([
    ['tensroflow', 'tensorflow'],
    ['tensor', undefined],
    ['wsam', 'wasm'],
    ['WASM', 'wasm'],
    ['wasm-', 'wasm'],
    ['cpus', 'cpu'],
    ['gpu', 'cpu'],
    ['bananas', undefined],
    ['', undefined],
  ])('takes %j for %j', (name, meant) => {
    expect(nearestName(name, backends)).toBe(meant);
  });

  test('takes nothing for anything when there are no candidates', () => {
    expect(nearestName('wasm', [])).toBeUndefined();
  });

  test('takes the first of two equally near candidates', () => {
    expect(nearestName('lab', ['lad', 'lap'])).toBe('lad');
  });

  test('finds a candidate again after any one edit', () => {
    const candidates = ['learning-rate-finder', 'optimizer-comparison', 'learning-rate-schedule'];
    const edit = fc.tuple(
      fc.constantFrom(...candidates),
      fc.nat(),
      fc.constantFrom('insert', 'drop', 'swap', 'replace'),
    );
    fc.assert(
      fc.property(edit, ([name, where, kind]) => {
        const i = where % (name.length - 1);
        const [a, b] = [name[i]!, name[i + 1]!];
        const middle = { insert: `q${a}${b}`, drop: b, swap: b + a, replace: `q${b}` }[kind]!;
        expect(nearestName(name.slice(0, i) + middle + name.slice(i + 2), candidates)).toBe(name);
      }),
    );
  });
});
