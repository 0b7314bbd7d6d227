import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadFashionMnist, loadMnist, type LoadOptions } from '../../../src/lab/index.js';
import { idxBytes, tinyFiles } from './idx-bytes.js';
import { testServer, type TestServer } from './test-server.js';

let folder: string;
let lines: string[];
let server: TestServer | undefined;
const log = (line: string): void => void lines.push(line);

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradlab-data-'));
  lines = [];
  vi.stubEnv('GRADLAB_DATA', '');
  vi.stubEnv('GRADLAB_DATA_DIR', '');
  vi.stubEnv('GRADLAB_DATA_URL', 'http://127.0.0.1:9'); // the discard port: nothing leaves this machine
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

/** A folder as GRADLAB_DATA_DIR wants it. */
function place(files: Record<string, Uint8Array>, name = 'fashion-mnist', gzipped = true): string {
  mkdirSync(join(folder, 'data', name), { recursive: true });
  for (const [fileName, bytes] of Object.entries(files)) {
    writeFileSync(
      join(folder, 'data', name, gzipped ? `${fileName}.gz` : fileName),
      gzipped ? gzipSync(bytes) : bytes,
    );
  }
  return join(folder, 'data');
}

describe('GRADLAB_DATA_DIR', () => {
  test.each([true, false])('is read first, gzipped %j', async (gzipped) => {
    vi.stubEnv('GRADLAB_DATA_DIR', place(tinyFiles(12, 3), 'fashion-mnist', gzipped));
    const dataset = await loadFashionMnist({ log });
    const { xTrain, yTrain, xTest, yTest } = dataset;
    expect([xTrain, yTrain, xTest, yTest].map(({ shape, dtype }) => [dtype, ...shape])).toEqual([
      ['float32', 12, 28, 28],
      ['float32', 12],
      ['float32', 3, 28, 28],
      ['float32', 3],
    ]);
    expect(xTrain.slice([11, 27, 27]).dataSync()[0]).toBe(Math.fround(11 / 255));
    expect([...yTrain.dataSync()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(xTest.slice([2, 0, 0], [1, 1, 1]).dataSync()[0]).toBe(Math.fround(102 / 255));
    expect([...yTest.dataSync()]).toEqual([0, 1, 2]);
    expect(dataset).toMatchObject({ name: 'fashion-mnist', source: 'GRADLAB_DATA_DIR' });
    expect(dataset.classNames).toHaveLength(10);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /train-images-idx3-ubyte(\.gz)? is not the published file \(MD5 of its content is [0-9a-f]{32}\)$/,
    );
    dataset.dispose();
  });

  test('gives the first nTrain and nTest images, times scale', async () => {
    vi.stubEnv('GRADLAB_DATA_DIR', place(tinyFiles(12, 3)));
    const dataset = await loadFashionMnist({ nTrain: 5, nTest: 1, scale: 2, log });
    expect([dataset.xTrain.shape, dataset.xTest.shape]).toEqual([[5, 28, 28], [1, 28, 28]]); // prettier-ignore
    expect([...dataset.xTrain.slice([0, 0, 0], [5, 1, 1]).dataSync()]).toEqual([0, 2, 4, 6, 8]);
    dataset.dispose();
  });

  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      'a missing file',
      { 'train-labels-idx1-ubyte': new Uint8Array(0) },
      'Cannot read train-images-idx3-ubyte as ',
    ],
    [
      'a file that is no IDX',
      { ...tinyFiles(2, 2), 'train-images-idx3-ubyte': Buffer.from('<html>') },
      'two zero bytes: got 0x3c 0x68',
    ],
    [
      'images of another size',
      { ...tinyFiles(2, 2), 'train-images-idx3-ubyte': idxBytes([2, 5, 5], new Uint8Array(50)) },
      'images must have shape [n, 28, 28]: got [2, 5, 5]',
    ],
    [
      'fewer labels than images',
      { ...tinyFiles(2, 2), 't10k-labels-idx1-ubyte': idxBytes([1], [1]) },
      'Cannot use the test set of Fashion-MNIST as 2 images need labels of shape [2]: got [1]',
    ],
    [
      'a label beyond the classes',
      { ...tinyFiles(2, 2), 't10k-labels-idx1-ubyte': idxBytes([2], [1, 10]) },
      'labels must be in 0 … 9: label 1 is 10',
    ],
  ])('rejects with the place when it has %s', async (_what, files, message) => {
    vi.stubEnv('GRADLAB_DATA_DIR', place(files));
    await expect(loadFashionMnist({ log })).rejects.toThrow(message);
  });

  test('rejects when it names no folder', async () => {
    vi.stubEnv('GRADLAB_DATA_DIR', join(folder, 'nowhere'));
    await expect(loadMnist({ log })).rejects.toThrow(
      `GRADLAB_DATA_DIR names a folder that does not exist: ${folder}`,
    );
  });

  test('rejects with RangeError when more images are wanted than there are', async () => {
    vi.stubEnv('GRADLAB_DATA_DIR', place(tinyFiles(12, 3)));
    await expect(loadFashionMnist({ nTrain: 13, log })).rejects.toThrow(
      new RangeError(
        'Cannot load images as nTrain is 13: there are 12 images in the training set of Fashion-MNIST',
      ),
    );
    await expect(loadFashionMnist({ nTest: 4, log })).rejects.toThrow('nTest is 4: there are 3 images');
  });
});

describe('the network', () => {
  test('is asked where nothing else has the files; a refusal says where to place them, and how to do without', async () => {
    server = await testServer((_request, response) => void response.writeHead(404).end());
    vi.stubEnv('GRADLAB_DATA_URL', `${server.url}/mirror/`);
    const error = await loadMnist({ log }).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message.split('\n')).toEqual([
      `Cannot load MNIST. Cannot download ${server.url}/mirror/mnist/train-images-idx3-ubyte.gz: the server answered 404 Not Found`,
      `Either place these files in ${join(folder, 'cache', 'gradlab', 'mnist')}, gzipped (.gz) or not:`,
      '  train-images-idx3-ubyte',
      '  train-labels-idx1-ubyte',
      '  t10k-images-idx3-ubyte',
      '  t10k-labels-idx1-ubyte',
      'or set GRADLAB_DATA_DIR to a folder that has them in mnist/',
      "or work with made-up images of the same shape: await loadMnist({ source: 'synthetic' })",
    ]);
    expect(server.requests).toEqual(['/mirror/mnist/train-images-idx3-ubyte.gz']);
    expect(existsSync(join(folder, 'cache', 'gradlab', 'mnist'))).toBe(true);
  });

  test('is not trusted: a file with another sum is refused and not kept', async () => {
    server = await testServer(
      (_request, response) => void response.end(gzipSync(tinyFiles(2, 2)['train-images-idx3-ubyte']!)),
    );
    vi.stubEnv('GRADLAB_DATA_URL', server.url);
    await expect(loadFashionMnist({ log })).rejects.toThrow(
      /the content is not the published one, its MD5 is [0-9a-f]{32} instead of f4a8712d7a061bf5bd6d2ca38dc4d50a/,
    );
    expect(readdirSync(join(folder, 'cache', 'gradlab', 'fashion-mnist'))).toEqual([]);
  });

  test('is asked again for a damaged file in the cache', async () => {
    mkdirSync(join(folder, 'cache', 'gradlab', 'mnist'), { recursive: true });
    writeFileSync(join(folder, 'cache', 'gradlab', 'mnist', 'train-images-idx3-ubyte.gz'), 'damaged');
    server = await testServer((_request, response) => void response.writeHead(503).end());
    vi.stubEnv('GRADLAB_DATA_URL', server.url);
    await expect(loadMnist({ log })).rejects.toThrow('the server answered 503 Service Unavailable');
    expect(server.requests).toEqual(['/mnist/train-images-idx3-ubyte.gz']);
  });
});

describe('a synthetic set', () => {
  const small: LoadOptions = { source: 'synthetic', nTrain: 40, nTest: 7, log };

  test('needs neither files nor network, and says so', async () => {
    const dataset = await loadFashionMnist({ ...small, log });
    expect([dataset.xTrain.shape, dataset.yTest.shape, dataset.source]).toEqual([
      [40, 28, 28],
      [7],
      'synthetic',
    ]);
    expect(lines).toEqual([
      'Data: 40 + 7 made-up images stand in for Fashion-MNIST: same shape, ten classes, but results say nothing about Fashion-MNIST',
    ]);
    dataset.dispose();
  });

  test.each([
    ['synthetic', {}, 16_000, 2_000],
    ['synthetic:60', {}, 60, 10],
    ['synthetic:60', { nTrain: 20 }, 20, 10],
  ])('is asked for by GRADLAB_DATA=%s and options %j', async (value, options, nTrain, nTest) => {
    vi.stubEnv('GRADLAB_DATA', value);
    const dataset = await loadMnist({ ...options, log });
    expect([dataset.yTrain.size, dataset.yTest.size, dataset.source]).toEqual([nTrain, nTest, 'synthetic']);
    dataset.dispose();
  });

  test.each(['synthetic:0', 'synthetic:-1', 'real', 'synthetic:1e3'])(
    'rejects GRADLAB_DATA=%s',
    async (value) => {
      vi.stubEnv('GRADLAB_DATA', value);
      await expect(loadMnist({ log })).rejects.toThrow(
        new RangeError(
          `GRADLAB_DATA must be synthetic or synthetic:600 or unset: current value is '${value}'`,
        ),
      );
    },
  );

  test('rejects more images than it can have', async () => {
    await expect(loadMnist({ ...small, nTrain: 60_001 })).rejects.toThrow(
      'nTrain is 60001: there are 60000 made-up images',
    );
  });
});

describe('loadFashionMnist()', () => {
  const small: LoadOptions = { source: 'synthetic', nTrain: 30, nTest: 5, log };

  test.each<[LoadOptions, string]>([
    [{ nTrain: 0 }, 'Cannot load images as nTrain must be a whole number >= 1: current value is 0'],
    [{ nTest: 1.5 }, 'Cannot load images as nTest must be a whole number >= 1: current value is 1.5'],
    [{ scale: 0 }, 'Cannot scale pixels as scale must be finite and > 0: current value is 0'],
    [{ scale: NaN }, 'Cannot scale pixels as scale must be finite and > 0: current value is NaN'],
    [
      { source: 'real' as 'synthetic' },
      "Cannot load images as source must be 'synthetic' or left out: current value is 'real'",
    ],
  ])('rejects with RangeError when the options are %j', async (options, message) => {
    await expect(loadFashionMnist({ ...options, log })).rejects.toThrow(new RangeError(message));
  });

  test('gives the same object when the same is loaded again, another one after dispose', async () => {
    const first = await loadFashionMnist(small);
    const tensor = first.xTrain;
    const before = tf.memory().numTensors;
    const again = await loadFashionMnist(small);
    expect(again.xTrain).toBe(tensor);
    expect(tf.memory().numTensors).toBe(before);
    expect(await loadFashionMnist({ ...small, scale: 1 })).not.toBe(first);
    expect(await loadMnist(small)).not.toBe(first);
    first.dispose();
    const anew = await loadFashionMnist(small);
    expect(anew.xTrain.shape).toEqual([30, 28, 28]);
    anew.dispose();
  });

  test('reads once what two cells load at the same time, and tries again after a failure', async () => {
    const options: LoadOptions = { nTrain: 3, nTest: 2, log };
    vi.stubEnv('GRADLAB_DATA_DIR', join(folder, 'data'));
    await expect(loadMnist(options)).rejects.toThrow('does not exist');
    place(tinyFiles(3, 2), 'mnist');
    const [one, two] = await Promise.all([loadMnist(options), loadMnist(options)]);
    expect(two).toBe(one);
    one.dispose();
  });

  test('makes tensors when they are read, keeps them through tf.tidy, and disposes of them', async () => {
    const before = tf.memory().numTensors;
    const dataset = await loadFashionMnist({ ...small, nTest: 6 });
    expect(tf.memory().numTensors).toBe(before);
    tf.tidy(() => void [dataset.xTrain, dataset.yTrain]);
    expect(tf.memory().numTensors).toBe(before + 2);
    expect(dataset.xTrain).toBe(dataset.xTrain);
    dataset.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => dataset.xTrain).toThrow('Cannot read a data set that was disposed of: load it again');
    expect(() => dataset.yTest).toThrow('Cannot read a data set that was disposed of: load it again');
  });

  test('loads again after a student disposed of one tensor', async () => {
    const first = await loadFashionMnist({ ...small, nTest: 4 });
    first.xTrain.dispose();
    expect(() => first.xTrain).toThrow('load it again');
    const { xTrain } = await loadFashionMnist({ ...small, nTest: 4 });
    expect(xTrain.isDisposed).toBe(false);
  });
});
