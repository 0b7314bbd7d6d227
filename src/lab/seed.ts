import { RandomState } from './random-state.js';

const unseeded = Math.random;
let stream = new RandomState(Math.floor(unseeded() * 2 ** 32));

/** The notebook's own random numbers, from one stream that `setSeed` starts anew.
 *
 * Kept apart from the stream behind `Math.random`: how often TensorFlow.js draws does not change what comes from here. */
export const random: Pick<RandomState, 'random' | 'randn' | 'randint' | 'permutation'> = {
  random: () => stream.random(),
  randn: () => stream.randn(),
  randint: ((...args: [number, number, number]) => stream.randint(...args)) as RandomState['randint'],
  permutation: (n) => stream.permutation(n),
};

/** Makes what follows reproducible: `random` starts anew at `seed`, and `Math.random` is replaced by a stream of its own.
 *
 * `Math.random` is where TensorFlow.js takes the order of `fit`'s shuffle and the weights of initializers without a seed,
 * and it offers no seed for them. The same calls in the same order then give the same numbers on one backend; calling it
 * again starts both streams anew. It holds for the whole process, everything that uses `Math.random` included.
 * @param seed Whole number in [0, 2^32), or null: back to the process's own, unseeded numbers.
 * @throws {RangeError} If seed is anything else; nothing is changed then.
 * @example Usage
 * ```ts
 * setSeed(42);
 * random.randint(60_000); // 56422, always
 * ``` */
export function setSeed(seed: number | null): void {
  if (seed === null) {
    Math.random = unseeded;
    stream = new RandomState(Math.floor(unseeded() * 2 ** 32));
    return;
  }
  stream = new RandomState(seed);
  // Another start than `random` has, or a notebook's own draws would repeat TensorFlow.js's.
  const behindMathRandom = new RandomState((seed ^ 0x9e3779b9) >>> 0);
  Math.random = () => behindMathRandom.random();
}
