import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { BoxCopies } from '../../src/session/isolate/box-copies.js';
import { temporaryFolder } from './run-cells.js';

/** Without what links lead to. */
const listed = (folder: string) =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('two/'))
    .sort();

it('BoxCopies: has of folders what Node loads, and files as they are', async () => {
  const packages = temporaryFolder({
    'one/index.js': 'one',
    'one/index.d.ts': 'types',
    'one/index.js.map': '{}',
    'one/wasm/kernels.wasm': 'wasm',
    '.cache/gradlab/executor.image': 'image',
    '.cache/gradlab/old.image': 'old',
  });
  fs.symlinkSync('one', path.join(packages, 'two'));
  const image = path.join(packages, '.cache/gradlab/executor.image');
  const folder = temporaryFolder();
  const copies = new BoxCopies(folder);
  await Promise.all([
    copies.add([packages, path.join(packages, 'one'), image]),
    copies.add([packages, image]),
  ]);
  const expected = ['.cache', '.cache/gradlab', '.cache/gradlab/executor.image'];
  expected.push('one', 'one/index.js', 'one/wasm', 'one/wasm/kernels.wasm', 'two');
  expect(listed(copies.at(packages))).toEqual(expected);
  expect(fs.readFileSync(copies.at(image), 'utf8')).toBe('image');
  expect(fs.readlinkSync(path.join(copies.at(packages), 'two'))).toBe('one');
  expect(copies.at(packages).startsWith(folder)).toBe(true);
});

it('BoxCopies: says what it was about when there is no room', async () => {
  const file = path.join(temporaryFolder({ file: '' }), 'file');
  await expect(new BoxCopies(path.join(file, 'copies')).add([process.execPath])).rejects.toThrow(
    /^Cannot copy to .*copies what boxes read: ENOTDIR/,
  );
});
