import { findFiles } from '../lab/data/find-files.js';
import type { DatasetName } from '../lab/data/published-files.js';
import { nearestName } from '../lab/nearest-name.js';
import { EXIT } from './exit-code.js';
import { choice } from './options.js';

const NAMES: readonly DatasetName[] = ['fashion-mnist', 'mnist'];

/** `gradlab data`: makes sure that the data sets are there, and says where they come from. */
export async function data(name: string | undefined): Promise<number> {
  const wanted = name === undefined ? NAMES : [choice('gradlab data', name, NAMES, nearestName)];
  let missing = 0;
  for (const one of wanted) {
    try {
      const { source, files, notices } = await findFiles(one, { train: Infinity, test: Infinity });
      for (const notice of notices) process.stderr.write(`${notice}\n`);
      const rows = (part: keyof typeof files) => files[part].shape[0];
      process.stdout.write(
        `${one}: ${rows('train-images')} training and ${rows('t10k-images')} test images, from ${source}\n`,
      );
    } catch (error) {
      missing++;
      process.stderr.write(`${one}: ${(error as Error).message}\n`);
    }
  }
  return missing ? EXIT.broken : EXIT.passed;
}
