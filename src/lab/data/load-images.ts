import tf = require('@tensorflow/tfjs');
import { Dataset } from './dataset.js';
import { findFiles } from './find-files.js';
import { madeUpImages } from './made-up-images.js';
import { publishedDatasets, type DatasetName } from './published-files.js';
import { labelledImages } from './labelled-images.js';
import { syntheticSizes, type SyntheticSizes } from './synthetic-set.js';

export interface LoadOptions {
  /** Number of training images, from the first on; all by default (60,000; 16,000 made-up ones). */
  nTrain?: number;
  /** Number of test images, from the first on; all by default (10,000; 2,000 made-up ones). */
  nTest?: number;
  /** What a pixel's byte (0 to 255) is multiplied by; 1 / 255 by default. */
  scale?: number;
  /** `synthetic`: made-up images of the same shape, which need no files and no network. The environment variable
   * `GRADLAB_DATA=synthetic` asks for the same from outside; `synthetic:600` sets how many training images there are by
   * default (and a sixth as many for testing). */
  source?: 'synthetic';
  /** Where lines for people go; `console.log` by default. */
  log?: (line: string) => void;
}

/** Loads Fashion-MNIST: 60,000 + 10,000 grey images of clothes, 28 x 28 pixels, ten classes.
 *
 * From `GRADLAB_DATA_DIR` (a folder with `fashion-mnist/train-images-idx3-ubyte.gz` …), else from the user's cache, else
 * from the network into the cache (31 MB, once). Loading the same set again gives the same object.
 *
 * All training images are 188 MB as a tensor; pixels are scaled on the way in, as dividing them afterwards needs that twice.
 * @returns `{ xTrain, yTrain, xTest, yTest, classNames, source }`, see `Dataset`.
 * @throws {RangeError} If nTrain or nTest is not a whole number in 1 … the number there is, or scale is not finite and > 0.
 * @throws {Error} If the images can be had from nowhere, saying where to place the files.
 * @example Usage
 * ```ts
 * const { xTrain, yTrain } = await loadFashionMnist({ scale: 1 / 255 }); // [60000, 28, 28] in [0, 1], [60000]
 * ```
 * @see Xiao, Rasul and Vollgraf, Fashion-MNIST, 2017 */
export function loadFashionMnist(options: LoadOptions = {}): Promise<Dataset> {
  return load('fashion-mnist', options);
}

/** Loads MNIST: 60,000 + 10,000 grey images of handwritten digits. Options, places and errors as `loadFashionMnist`.
 * @see LeCun, Cortes and Burges, The MNIST database */
export function loadMnist(options: LoadOptions = {}): Promise<Dataset> {
  return load('mnist', options);
}

/** A notebook's cell is run many times; each set is in memory once. */
const loaded = new Map<string, Promise<Dataset>>();

async function load(name: DatasetName, options: LoadOptions): Promise<Dataset> {
  const { nTrain, nTest, scale = 1 / 255, log = console.log } = options;
  checkCount('nTrain', nTrain);
  checkCount('nTest', nTest);
  if (!Number.isFinite(scale) || scale <= 0) {
    throw new RangeError(`Cannot scale pixels as scale must be finite and > 0: current value is ${scale}`);
  }
  const synthetic = syntheticSizes(options);
  await tf.ready();
  const key = JSON.stringify([name, nTrain, nTest, scale, synthetic ?? process.env['GRADLAB_DATA_DIR']]);
  // Between a look that finds nothing and the entry no other call may run, hence the loop.
  for (let known = loaded.get(key); known !== undefined; known = loaded.get(key)) {
    const dataset = await known.catch(() => undefined);
    if (dataset?.isDisposed === false) return dataset;
    if (loaded.get(key) === known) loaded.delete(key);
  }
  const loading = synthetic ? makeUp(name, scale, synthetic, log) : read(name, scale, options, log);
  loaded.set(key, loading);
  return await loading;
}

async function makeUp(
  name: DatasetName,
  scale: number,
  { nTrain, nTest }: SyntheticSizes,
  log: (line: string) => void,
): Promise<Dataset> {
  const { title, classNames } = publishedDatasets[name];
  log(
    `Data: ${nTrain} + ${nTest} made-up images stand in for ${title}: same shape, ten classes, but results say nothing about ${title}`,
  );
  const [train, test] = [madeUpImages(name, 'train', nTrain), madeUpImages(name, 'test', nTest)];
  return new Dataset({ name, source: 'synthetic', classNames, scale }, train, test);
}

async function read(
  name: DatasetName,
  scale: number,
  { nTrain, nTest }: LoadOptions,
  log: (line: string) => void,
): Promise<Dataset> {
  const { title, classNames } = publishedDatasets[name];
  const { source, files, notices } = await findFiles(name, {
    train: nTrain ?? Infinity,
    test: nTest ?? Infinity,
  });
  for (const notice of notices) log(notice);
  const train = labelledImages(`training set of ${title}`, files['train-images'], files['train-labels']);
  const test = labelledImages(`test set of ${title}`, files['t10k-images'], files['t10k-labels']);
  checkAtMost('nTrain', nTrain, train.nSamples, `images in the training set of ${title}`);
  checkAtMost('nTest', nTest, test.nSamples, `images in the test set of ${title}`);
  return new Dataset({ name, source, classNames, scale }, train, test);
}

function checkCount(name: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
    throw new RangeError(
      `Cannot load images as ${name} must be a whole number >= 1: current value is ${value}`,
    );
  }
}

function checkAtMost(name: string, value: number | undefined, most: number, what: string): void {
  if (value !== undefined && value > most) {
    throw new RangeError(`Cannot load images as ${name} is ${value}: there are ${most} ${what}`);
  }
}
