import * as tf from '@tensorflow/tfjs';
import { Dataset } from './dataset.js';
import { findFiles } from './find-files.js';
import { publishedDatasets, type DatasetName } from './published-files.js';
import { syntheticImages, type LabelledImages } from './synthetic-images.js';
import type { IdxFile } from './read-idx-file.js';

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

const loaded = new Map<string, Dataset>();

async function load(name: DatasetName, options: LoadOptions): Promise<Dataset> {
  const { nTrain, nTest, scale = 1 / 255, log = console.log } = options;
  checkCount('nTrain', nTrain);
  checkCount('nTest', nTest);
  if (!Number.isFinite(scale) || scale <= 0) {
    throw new RangeError(`Cannot scale pixels as scale must be finite and > 0: current value is ${scale}`);
  }
  const synthetic = syntheticSizes(options);
  await tf.ready();
  const key = JSON.stringify([name, nTrain, nTest, scale, synthetic ?? process.env['GRADLAB_DATA_DIR'] ?? 'cache']);
  const known = loaded.get(key);
  if (known !== undefined && !known.isDisposed) return known;
  const { source, train, test } = synthetic ? makeUp(name, synthetic, log) : await read(name, nTrain, nTest, log);
  const { classNames } = publishedDatasets[name];
  const dataset = new Dataset({ name, source, classNames, scale }, train, test);
  loaded.set(key, dataset);
  return dataset;
}

interface Halves {
  source: string;
  train: LabelledImages;
  test: LabelledImages;
}

/** More than the 200 batches of 64 that a learning rate finder runs over. */
const defaultSizes = { nTrain: 16_000, nTest: 2_000 };
const mostSynthetic = 60_000;

function syntheticSizes({ nTrain, nTest, source }: LoadOptions): { nTrain: number; nTest: number } | undefined {
  if (source !== undefined && source !== 'synthetic') {
    throw new RangeError(`Cannot load images as source must be 'synthetic' or left out: current value is '${source}'`);
  }
  const asked = process.env['GRADLAB_DATA'] || undefined;
  const match = /^synthetic(?::([1-9]\d{0,4}))?$/.exec(asked ?? '');
  if (asked !== undefined && match === null) {
    throw new RangeError(`GRADLAB_DATA must be synthetic or synthetic:600 or unset: current value is '${asked}'`);
  }
  if (source === undefined && match === null) return undefined;
  const size = match?.[1] === undefined ? undefined : Number(match[1]);
  const fallback = size === undefined ? defaultSizes : { nTrain: size, nTest: Math.ceil(size / 6) };
  return { nTrain: nTrain ?? fallback.nTrain, nTest: nTest ?? fallback.nTest };
}

function makeUp(name: DatasetName, sizes: { nTrain: number; nTest: number }, log: (line: string) => void): Halves {
  for (const key of ['nTrain', 'nTest'] as const) checkAtMost(key, sizes[key], mostSynthetic, 'made-up images');
  const { title } = publishedDatasets[name];
  const seed = name === 'mnist' ? 1 : 2;
  log(
    `Data: ${sizes.nTrain} + ${sizes.nTest} made-up images stand in for ${title}: same shape, ten classes, but results say nothing about ${title}`,
  );
  return { source: 'synthetic', train: syntheticImages(sizes.nTrain, seed, 0), test: syntheticImages(sizes.nTest, seed, 1) };
}

async function read(name: DatasetName, nTrain: number | undefined, nTest: number | undefined, log: (line: string) => void): Promise<Halves> {
  const { source, files, notices } = await findFiles(name, { train: nTrain ?? Infinity, test: nTest ?? Infinity });
  notices.forEach(log);
  const { title } = publishedDatasets[name];
  const train = pair(`training set of ${title}`, files['train-images'], files['train-labels']);
  const test = pair(`test set of ${title}`, files['t10k-images'], files['t10k-labels']);
  checkAtMost('nTrain', nTrain ?? 1, train.nSamples, `images in the training set of ${title}`);
  checkAtMost('nTest', nTest ?? 1, test.nSamples, `images in the test set of ${title}`);
  return { source, train, test };
}

function pair(what: string, images: IdxFile, labels: IdxFile): LabelledImages {
  const [nSamples = 0, height, width] = images.shape;
  if (images.shape.length !== 3 || height !== 28 || width !== 28) {
    throw new RangeError(`Cannot use the ${what} as images must have shape [n, 28, 28]: got [${images.shape.join(', ')}]`);
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== nSamples) {
    throw new RangeError(`Cannot use the ${what} as ${nSamples} images need labels of shape [${nSamples}]: got [${labels.shape.join(', ')}]`);
  }
  const wrong = labels.data.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new RangeError(`Cannot use the ${what} as labels must be in 0 … 9: label ${wrong} is ${labels.data[wrong]}`);
  }
  return { nSamples, images: images.data, labels: labels.data };
}

function checkCount(name: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
    throw new RangeError(`Cannot load images as ${name} must be a whole number >= 1: current value is ${value}`);
  }
}

function checkAtMost(name: string, value: number, most: number, what: string): void {
  if (value > most) throw new RangeError(`Cannot load images as ${name} is ${value}: there are ${most} ${what}`);
}
