import { describe, expect, test } from 'vitest';
import { loadFashionMnist, loadMnist, useBackend } from '../../../src/lab/index.js';

const missing = !process.env['GRADLAB_DATA_DIR'];
if (missing)
  console.log('Skipped: the published data sets, as GRADLAB_DATA_DIR names no folder that has them');

describe.skipIf(missing)('the published files in GRADLAB_DATA_DIR', () => {
  test.each([
    ['Fashion-MNIST', loadFashionMnist, [9, 0, 0, 3, 0], [9, 2, 1, 1, 6]],
    ['MNIST', loadMnist, [5, 0, 4, 1, 9], [7, 2, 1, 0, 4]],
  ])(
    'hold %s: 60,000 + 10,000 images of ten classes, with the published sums',
    async (_title, load, firstTrain, firstTest) => {
      await useBackend('wasm', { log: () => {} });
      const lines: string[] = [];
      const dataset = await load({ log: (line) => lines.push(line) });
      expect(lines).toEqual([]); // no notice about another sum
      expect([dataset.xTrain.shape, dataset.xTest.shape]).toEqual([[60_000, 28, 28], [10_000, 28, 28]]); // prettier-ignore
      expect([...dataset.yTrain.dataSync().subarray(0, 5)]).toEqual(firstTrain);
      expect([...dataset.yTest.dataSync().subarray(0, 5)]).toEqual(firstTest);
      expect([dataset.xTest.min(), dataset.xTest.max()].map((tensor) => tensor.dataSync()[0])).toEqual([
        0, 1,
      ]);
      dataset.dispose();
    },
  );
});
