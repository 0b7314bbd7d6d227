/** An IDX file of unsigned bytes, as the published ones are made. */
export function idxBytes(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(Uint8Array.from(values), 4 + 4 * shape.length);
  return bytes;
}

/** The four files of a tiny data set: nTrain and nTest images, each filled with its own number, labelled number mod 10. */
export function tinyFiles(nTrain: number, nTest: number): Record<string, Uint8Array> {
  const half = (n: number, first: number): [Uint8Array, Uint8Array] => [
    idxBytes(
      [n, 28, 28],
      Array.from({ length: n * 784 }, (_, i) => first + Math.floor(i / 784)),
    ),
    idxBytes(
      [n],
      Array.from({ length: n }, (_, i) => (first + i) % 10),
    ),
  ];
  const [trainImages, trainLabels] = half(nTrain, 0);
  const [testImages, testLabels] = half(nTest, 100);
  return {
    'train-images-idx3-ubyte': trainImages,
    'train-labels-idx1-ubyte': trainLabels,
    't10k-images-idx3-ubyte': testImages,
    't10k-labels-idx1-ubyte': testLabels,
  };
}
