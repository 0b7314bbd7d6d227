import tf = require('@tensorflow/tfjs');
import { pixelsTensor } from './pixels-tensor.js';
import type { DatasetName } from './published-files.js';
import type { LabelledImages } from './labelled-images.js';

/** Images of 28 x 28 grey pixels in ten classes, for training and for testing.
 *
 * Each of the four tensors is made when it is first read, so `const { xTrain, yTrain } = await loadFashionMnist()` costs
 * nothing for the test set. They are shared: do not dispose of one unless you are done with the whole set. */
export class Dataset {
  readonly name: DatasetName;
  /** Where the images come from: `GRADLAB_DATA_DIR`, `cache`, `download` or `synthetic`. */
  readonly source: string;
  /** What the labels 0 to 9 mean. */
  readonly classNames: readonly string[];
  readonly #train: Split;
  readonly #test: Split;

  /** Made by `loadFashionMnist` and `loadMnist`. */
  constructor(about: DatasetFields, train: LabelledImages, test: LabelledImages) {
    this.name = about.name;
    this.source = about.source;
    this.classNames = about.classNames;
    this.#train = new Split(train, about.scale);
    this.#test = new Split(test, about.scale);
  }

  /** Training images, [nTrain, 28, 28], float32 in [0, 1] (times 255 · scale, if a scale was given). */
  get xTrain(): tf.Tensor3D {
    return this.#train.x;
  }
  /** Training labels, [nTrain], whole numbers 0 to 9 as float32 (which the sparse cross-entropy of TensorFlow.js needs). */
  get yTrain(): tf.Tensor1D {
    return this.#train.y;
  }
  /** Test images, [nTest, 28, 28]. */
  get xTest(): tf.Tensor3D {
    return this.#test.x;
  }
  /** Test labels, [nTest]. */
  get yTest(): tf.Tensor1D {
    return this.#test.y;
  }

  /** True once one of its tensors was disposed of: a new one must be loaded. */
  get isDisposed(): boolean {
    return this.#train.isDisposed || this.#test.isDisposed;
  }

  /** Disposes of those tensors that were made. */
  dispose(): void {
    this.#train.dispose();
    this.#test.dispose();
  }
}

interface DatasetFields {
  name: DatasetName;
  source: string;
  classNames: readonly string[];
  /** What a pixel's byte is multiplied by. */
  scale: number;
}

/** Tensors of the training or the test half; the bytes are dropped as soon as their tensor exists. */
class Split {
  #images: LabelledImages | undefined;
  #labels: Uint8Array;
  readonly #scale: number;
  #x: tf.Tensor3D | undefined;
  #y: tf.Tensor1D | undefined;
  #disposed = false;

  constructor(samples: LabelledImages, scale: number) {
    this.#images = samples;
    this.#labels = samples.labels;
    this.#scale = scale;
  }

  get x(): tf.Tensor3D {
    if (this.#images !== undefined && !this.#disposed) {
      const { images, nSamples } = this.#images;
      this.#x = pixelsTensor(images, [nSamples, 28, 28], this.#scale);
      this.#images = undefined;
    }
    return this.#usable(this.#x);
  }

  get y(): tf.Tensor1D {
    if (!this.#disposed) this.#y ??= tf.keep(tf.tensor1d(Float32Array.from(this.#labels)));
    return this.#usable(this.#y);
  }

  get isDisposed(): boolean {
    return this.#disposed || this.#x?.isDisposed === true || this.#y?.isDisposed === true;
  }

  dispose(): void {
    this.#disposed = true;
    this.#images = undefined;
    this.#x?.dispose();
    this.#y?.dispose();
  }

  #usable<T extends tf.Tensor>(tensor: T | undefined): T {
    if (tensor === undefined || tensor.isDisposed) {
      throw new Error('Cannot read a data set that was disposed of: load it again');
    }
    return tensor;
  }
}
