import type { IdxArray } from './parse-idx.js';

/** One half of a data set, as bytes. */
export interface LabelledImages {
  nSamples: number;
  /** nSamples x 28 x 28 grey values, 0 to 255, row by row. */
  images: Uint8Array;
  /** nSamples classes, 0 to 9. */
  labels: Uint8Array;
}

/** Puts images and labels together.
 * @param what Names the pair in messages, e.g. `test set of MNIST`.
 * @throws {RangeError} If images are not [n, 28, 28], labels are not [n], or a label is no class. */
export function labelledImages(what: string, images: IdxArray, labels: IdxArray): LabelledImages {
  const [nSamples = 0, height, width] = images.shape;
  if (images.shape.length !== 3 || height !== 28 || width !== 28) {
    throw new RangeError(
      `Cannot use the ${what} as images must have shape [n, 28, 28]: got [${images.shape.join(', ')}]`,
    );
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== nSamples) {
    throw new RangeError(
      `Cannot use the ${what} as ${nSamples} images need labels of shape [${nSamples}]: got [${labels.shape.join(', ')}]`,
    );
  }
  const wrong = labels.data.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot use the ${what} as labels must be in 0 … 9: label ${wrong} is ${labels.data[wrong]}`,
    );
  }
  return { nSamples, images: images.data, labels: labels.data };
}
