import { RandomState } from '../random-state.js';
import type { LabelledImages } from './labelled-images.js';

const side = 28;
const nClasses = 10;
const nBumps = 5;
const maxShift = 2;

/** A made-up set of images that stands in for a real one: ten classes, each a few soft spots at places of its own, moved,
 * dimmed, mixed with a weaker other class, and noisy. A small network learns it gradually: its curves look like those of
 * Fashion-MNIST, its accuracy does not (95 of 100 after two epochs instead of 84).
 *
 * The first n images are the same whatever nSamples is; seeds differ in classes and images alike.
 * @param nSamples Number of images, >= 0.
 * @param seed Decides what the classes look like, in [0, 2^31).
 * @param stream 0 for the training images, 1 for the test images: the same classes, other images. */
export function syntheticImages(nSamples: number, seed: number, stream: 0 | 1): LabelledImages {
  const classes = prototypes(new RandomState(seed));
  const random = new RandomState(seed + (stream + 1) * 2 ** 30);
  const images = new Uint8Array(nSamples * side * side);
  const labels = new Uint8Array(nSamples);
  for (let sample = 0; sample < nSamples; sample++) {
    const label = random.randint(nClasses);
    const shown = classes[label]!;
    const mixedIn = classes[random.randint(nClasses)]!;
    const down = random.randint(-maxShift, maxShift + 1);
    const right = random.randint(-maxShift, maxShift + 1);
    const strength = 0.5 + 0.5 * random.random();
    const share = 0.6 * random.random();
    labels[sample] = label;
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const from = (row + maxShift - down) * padded + column + maxShift - right;
        const noise = 0.4 * (random.random() - 0.5);
        const value = strength * shown[from]! + share * mixedIn[from]! + noise;
        images[(sample * side + row) * side + column] = Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
  }
  return { nSamples, images, labels };
}

/** Prototypes have a margin, so that a shifted image needs no test of its bounds. */
const padded = side + 2 * maxShift;

function prototypes(random: RandomState): Float64Array[] {
  return Array.from({ length: nClasses }, () => {
    const image = new Float64Array(padded * padded);
    for (let bump = 0; bump < nBumps; bump++) {
      const centreRow = maxShift + 5 + 18 * random.random();
      const centreColumn = maxShift + 5 + 18 * random.random();
      const width = 1.5 + 2.5 * random.random();
      for (let row = 0; row < padded; row++) {
        for (let column = 0; column < padded; column++) {
          const squared = (row - centreRow) ** 2 + (column - centreColumn) ** 2;
          const at = row * padded + column;
          image[at] = Math.max(image[at]!, Math.exp(-squared / (2 * width * width)));
        }
      }
    }
    return image;
  });
}
