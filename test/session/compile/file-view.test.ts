import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileView } from '../../../src/session/compile/file-view.js';

const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-view-')));
afterAll(() => fs.rmSync(top, { recursive: true }));
const at = (name: string) => path.join(top, name);
for (const file of [
  'node_modules/p/index.d.ts',
  'node_modules/p/index.js',
  'node_modules/p/package.json',
  'nb/a.ts',
  'nb/sub/b.ts',
  'nb/c.txt',
  'nb/node_modules/q/index.d.ts',
  'out/secret.ts',
  'out/secret.d.ts',
]) {
  fs.mkdirSync(path.dirname(at(file)), { recursive: true });
  fs.writeFileSync(at(file), `// ${file}`);
}
fs.symlinkSync('../out/secret.ts', at('nb/link.ts'));
fs.symlinkSync('../out', at('nb/folder'));
fs.symlinkSync('nb', at('alias'));
fs.symlinkSync('../../out/secret.d.ts', at('node_modules/p/link.d.ts'));

const seen = (view: FileView, ...files: string[]) =>
  files.map((file) => [view.fileExists(at(file)), view.readFile(at(file)) !== undefined]);

test('of packages only declarations and JSON are seen, and links are followed to where they lead', () => {
  const view = new FileView([at('node_modules')]);
  expect(seen(view, 'node_modules/p/index.d.ts', 'node_modules/p/package.json')).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(
    seen(view, 'node_modules/p/index.js', 'node_modules/p/link.d.ts', 'nb/a.ts', 'out/secret.d.ts'),
  ).toEqual(Array.from({ length: 4 }, () => [false, false]));
});

test('of the notebook’s folder its own files are seen, not those of links, other kinds or its node_modules', () => {
  const view = new FileView([], { root: at('nb') });
  expect(seen(view, 'nb/a.ts', 'nb/sub/b.ts', 'alias/a.ts')).toEqual(
    Array.from({ length: 3 }, () => [true, true]),
  );
  expect(
    seen(
      view,
      'nb/link.ts',
      'nb/folder/secret.ts',
      'nb/c.txt',
      'nb/node_modules/q/index.d.ts',
      'out/secret.ts',
      'nb/missing.ts',
    ),
  ).toEqual(Array.from({ length: 6 }, () => [false, false]));
});

test('of listed files only those are seen, also where the folder itself is reached through a link', () => {
  for (const root of ['nb', 'alias']) {
    const view = new FileView([], {
      root: at(root),
      files: ['a.ts', 'link.ts', 'folder/secret.ts', '../out/secret.ts'].slice(0, 3),
    });
    expect(seen(view, 'nb/a.ts', 'alias/a.ts')).toEqual(Array.from({ length: 2 }, () => [true, true]));
    expect(
      seen(view, 'nb/sub/b.ts', 'nb/link.ts', 'alias/link.ts', 'nb/folder/secret.ts', 'out/secret.ts'),
    ).toEqual(Array.from({ length: 5 }, () => [false, false]));
  }
});

test('a file that appears, and a link that is turned, are seen anew after refresh()', () => {
  const view = new FileView([], { root: at('nb') });
  expect(seen(view, 'nb/new.ts')).toEqual([[false, false]]);
  fs.writeFileSync(at('nb/new.ts'), '');
  view.refresh();
  expect(seen(view, 'nb/new.ts')).toEqual([[true, true]]);
  fs.rmSync(at('nb/new.ts'));
  fs.symlinkSync('../out/secret.ts', at('nb/new.ts'));
  view.refresh();
  expect(seen(view, 'nb/new.ts')).toEqual([[false, false]]);
});
