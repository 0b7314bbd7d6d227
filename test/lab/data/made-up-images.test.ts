import fs from 'node:fs';
import { expect, test, vi } from 'vitest';
import { keptFile, madeUpImages } from '../../../src/lab/data/made-up-images.js';
import { syntheticImages } from '../../../src/lab/data/synthetic-images.js';

test.each(['fashion-mnist', 'mnist'] as const)('what is kept of %s is what would be drawn', (name) => {
  for (const part of ['train', 'test'] as const) {
    const { file, content } = keptFile(name, part);
    expect(Buffer.compare(fs.readFileSync(file), content)).toBe(0);
  }
});

test.each([
  ['few', 7],
  ['as many as are kept', 600],
  ['more than are kept', 601],
])('%s: the same images whether they are read or drawn', (_what, nSamples) => {
  const read = vi.spyOn(fs, 'readFileSync');
  const found = madeUpImages('fashion-mnist', 'train', nSamples);
  expect(read).toHaveBeenCalledTimes(nSamples > 600 ? 0 : 1);
  read.mockRestore();
  const drawn = syntheticImages(nSamples, 2, 0);
  expect(found.nSamples).toBe(nSamples);
  expect(Buffer.compare(found.images, drawn.images)).toBe(0);
  expect(Buffer.compare(found.labels, drawn.labels)).toBe(0);
});

test('images are drawn where none are kept, or a file is damaged', () => {
  const drawn = syntheticImages(3, 2, 1);
  for (const content of [undefined, Buffer.alloc(10)]) {
    const read = vi.spyOn(fs, 'readFileSync').mockImplementation(() => {
      if (!content) throw new Error('ENOENT');
      return content;
    });
    expect(Buffer.compare(madeUpImages('fashion-mnist', 'test', 3).images, drawn.images)).toBe(0);
    read.mockRestore();
  }
});
