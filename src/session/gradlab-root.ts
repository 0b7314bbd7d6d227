import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the gradlab package itself, from wherever this module lies in it: bundles hold it, too. */
export const gradlabRoot = packageOf(path.dirname(fileURLToPath(import.meta.url)));

function packageOf(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : packageOf(path.dirname(folder));
}
