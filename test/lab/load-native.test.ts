import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadNative } from '../../src/lab/load-native.js';

const ours = createRequire(import.meta.url);
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A package beside the TensorFlow.js that we use, as npm installs it. */
function packageWith(text: string): string {
  const scope = path.join(folder, 'node_modules/@tensorflow');
  fs.mkdirSync(path.join(scope, 'tfjs-node'), { recursive: true });
  for (const name of ['tfjs', 'tfjs-core']) {
    const target = path.dirname(ours.resolve(`@tensorflow/${name}/package.json`));
    fs.symlinkSync(target, path.join(scope, name), 'junction');
  }
  const file = path.join(scope, 'tfjs-node/index.js');
  fs.writeFileSync(file, text);
  return file;
}

const tfjs = () => ours('@tensorflow/tfjs') as Record<string, unknown>;

test('loadNative() gives the package our TensorFlow.js and what util lacks, and lets it register no callback', () => {
  const before = tfjs();
  const file = packageWith(
    "exports.tf = require('@tensorflow/tfjs'); exports.core = require('@tensorflow/tfjs-core'); exports.util = require('util');",
  );
  loadNative(file);
  const { tf, core, util } = createRequire(file)(file) as Record<string, Record<string, unknown>>;
  expect(tf!['tensor']).toBe(before['tensor']);
  expect(core!['tensor']).toBe(before['tensor']);
  expect(tf!['registerCallbackConstructor']).not.toBe(before['registerCallbackConstructor']);
  const isNull = util!['isNullOrUndefined'] as (value: unknown) => boolean;
  expect([null, undefined, 0, ''].map(isNull)).toEqual([true, true, false, false]);
  expect(tfjs()).toBe(before);
});

test('loadNative() leaves TensorFlow.js as it was when the package throws', () => {
  const before = tfjs();
  expect(() => loadNative(packageWith("throw new Error('no library');"))).toThrow('no library');
  expect(tfjs()).toBe(before);
});
