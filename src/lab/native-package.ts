import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFolder } from './data/cache-folder.js';

/** Of `@tensorflow/tfjs-node`: it must be that of TensorFlow.js. */
export const NATIVE_VERSION = '4.22.0';

/** Where `gradlab backend install` puts native TensorFlow: beside the data sets, as npm empties `node_modules`. */
export function nativeFolder(): string {
  return path.join(cacheFolder(), `tfjs-node-${NATIVE_VERSION}-${process.platform}-${process.arch}`);
}

/** The file that loads native TensorFlow: of the package in `nativeFolder()`, else of the one that npm has installed.
 * @returns Nothing where neither is there. */
export function nativePackage(): string | undefined {
  const file = nativePackageIn(nativeFolder());
  if (fs.existsSync(file)) return file;
  try {
    return createRequire(import.meta.url).resolve('@tensorflow/tfjs-node');
  } catch {
    return undefined;
  }
}

export function nativePackageIn(folder: string): string {
  return path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node', 'dist', 'index.js');
}
