import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { standardLibrary } from '../../../src/session/compile/standard-library.js';

test.each(['20.19.0', '22.12.0', '24.0.0', '26.1.0'])(
  'every library for Node %s exists in TypeScript',
  (version) => {
    const folder = path.dirname(ts.getDefaultLibFilePath({}));
    for (const name of standardLibrary(version))
      expect(fs.existsSync(path.join(folder, name)), name).toBe(true);
  },
);

test('a later Node has more', () => {
  expect(standardLibrary('20.19.0')[0]).toBe('lib.es2023.d.ts');
  expect(standardLibrary('22.12.0')[0]).toBe('lib.es2024.d.ts');
  expect(standardLibrary('24.0.0')[0]).toBe('lib.es2025.d.ts');
});
