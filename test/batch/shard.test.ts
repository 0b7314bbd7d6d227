import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShard, takeShard } from '../../src/batch/shard.js';

describe('shards', () => {
  it('together are everything, each item once, sizes differing by one at most', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), (length, count) => {
        const items = Array.from({ length }, (_, at) => at);
        const shards = Array.from({ length: count }, (_, at) => takeShard(items, { index: at + 1, count }));
        expect(shards.flat().sort((a, b) => a - b)).toEqual(items);
        const sizes = shards.map((shard) => shard.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(['0/3', '4/3', '1', '1/', '/3', '-1/3', '1/3/5', '1.5/3', 'a/b', '1/0', ''])(
    'parseShard() throws RangeError for %j',
    (text) => {
      expect(() => parseShard(text)).toThrow(RangeError);
    },
  );

  it('parseShard() reads I/N', () => {
    expect(parseShard('2/5')).toEqual({ index: 2, count: 5 });
  });
});
