/** Number of images of a made-up set. */
export interface SyntheticSizes {
  nTrain: number;
  nTest: number;
}

/** More training images than the 200 batches of 64 that a learning rate finder runs over. */
const defaultSizes: SyntheticSizes = { nTrain: 16_000, nTest: 2_000 };

/** As many as the published sets have. */
const largest: SyntheticSizes = { nTrain: 60_000, nTest: 10_000 };

/** Sizes of the made-up set, if one is asked for: by an option, or from outside by `GRADLAB_DATA=synthetic`, where
 * `synthetic:600` means 600 training images, and a sixth as many for testing, unless the options say otherwise.
 * @throws {RangeError} If source or `GRADLAB_DATA` is anything else, or more images are asked for than there can be. */
export function syntheticSizes(options: {
  nTrain?: number;
  nTest?: number;
  source?: string;
}): SyntheticSizes | undefined {
  const { source } = options;
  if (source !== undefined && source !== 'synthetic') {
    throw new RangeError(
      `Cannot load images as source must be 'synthetic' or left out: current value is '${source}'`,
    );
  }
  const asked = process.env['GRADLAB_DATA'] ?? '';
  const match = /^synthetic(?::([1-9]\d*))?$/.exec(asked);
  if (asked !== '' && match === null) {
    throw new RangeError(
      `GRADLAB_DATA must be synthetic or synthetic:600 or unset: current value is '${asked}'`,
    );
  }
  if (source === undefined && match === null) return undefined;
  const size = match?.[1] === undefined ? undefined : Number(match[1]);
  const fallback = size === undefined ? defaultSizes : { nTrain: size, nTest: Math.ceil(size / 6) };
  const sizes = { nTrain: options.nTrain ?? fallback.nTrain, nTest: options.nTest ?? fallback.nTest };
  for (const key of ['nTrain', 'nTest'] as const) {
    if (sizes[key] > largest[key]) {
      throw new RangeError(
        `Cannot load images as ${key} is ${sizes[key]}: there are ${largest[key]} made-up images`,
      );
    }
  }
  return sizes;
}
