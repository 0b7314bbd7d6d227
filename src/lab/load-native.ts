import module from 'node:module';
import tf = require('@tensorflow/tfjs');

/** Makes the `tensorflow` backend known to TensorFlow.js.
 * @param file The file of `@tensorflow/tfjs-node` that loads it.
 * @throws {Error} If its library does not load. */
export function loadNative(file: string): void {
  const requireThere = module.createRequire(file);
  // tfjs-node 4.22 calls two functions that Node 22 warns of and 23 lacks (tensorflow/tfjs#8425, merged, not released).
  const util = requireThere('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
  // Without it TensorFlow writes pages about CPU instructions to stderr.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const handBack = ['@tensorflow/tfjs', '@tensorflow/tfjs-core'].map((name) => handOver(name, requireThere));
  try {
    requireThere(file);
  } finally {
    for (const undo of handBack) undo();
  }
}

/** It gets the TensorFlow.js that is here, whether it would find another or none, and cannot make `fit` print: what a
 * notebook shows does not depend on what computes. */
function handOver(name: string, { resolve, cache }: NodeJS.Require): () => void {
  const file = resolve(name);
  const before = cache[file];
  const silent = { registerCallbackConstructor: { value: () => {}, enumerable: true } };
  const exports: unknown = Object.create(tf, silent);
  cache[file] = Object.assign(new module.Module(file), { exports, filename: file, loaded: true });
  return () => {
    if (before) cache[file] = before;
  };
}
