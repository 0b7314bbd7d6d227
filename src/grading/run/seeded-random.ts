import { createHash } from 'node:crypto';
import type { InputRandom } from '../define/probe.js';

/** Random inputs of one check: the same for the same seed, whatever the other checks do.
 * @param seed The grader's seed.
 * @param checkId Makes the streams of different checks differ. */
export function seededRandom(seed: number, checkId: string): InputRandom {
  let counter = 0;
  const next = () => {
    const digest = createHash('sha256').update(`${seed}\0${checkId}\0${counter++}`).digest();
    return digest.readUIntBE(0, 6) / 2 ** 48;
  };
  return {
    uniform: (min, max) => min + (max - min) * next(),
    integer: (min, max) => min + Math.floor(next() * (max - min + 1)),
  };
}
