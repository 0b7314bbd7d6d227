import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CompilerProcess, gradlabRoot, workplaceFor, type Workplace } from '../../dist/session/index.js';
import { runCells, sharedNotebook, temporaryFolder, withNotebook, writeFiles } from './run-cells.js';

/** A project with small packages of every kind, and a notebook's folder beside it. */
const project = temporaryFolder({
  'node_modules/cjs-only/package.json': '{ "name": "cjs-only", "main": "index.js", "types": "index.d.ts" }',
  'node_modules/cjs-only/index.js': 'exports.kind = "cjs"; exports.count = () => ++n; let n = 0;',
  'node_modules/cjs-only/index.d.ts': 'export const kind: string; export function count(): number;',
  'node_modules/esm-only/package.json':
    '{ "name": "esm-only", "type": "module", "exports": { "import": { "types": "./index.d.ts", "default": "./index.js" } } }',
  'node_modules/esm-only/index.js': 'export const kind = "esm"; export default class Thing { x = 1 }',
  'node_modules/esm-only/index.d.ts': 'export const kind: string; export default class Thing { x: number }',
  'node_modules/awaits/package.json':
    '{ "name": "awaits", "type": "module", "exports": { "types": "./index.d.ts", "default": "./index.js" } }',
  'node_modules/awaits/index.js':
    'export const kind = await Promise.resolve("awaited"); export default () => 7;',
  'node_modules/awaits/index.d.ts':
    'export const kind: string; declare const seven: () => number; export default seven;',
  'node_modules/dual/package.json':
    '{ "name": "dual", "exports": { ".": { "types": "./index.d.ts", "import": "./index.mjs", "require": "./index.cjs" }, "./data.json": "./data.json" } }',
  'node_modules/dual/index.mjs': 'export const n = 1;',
  'node_modules/dual/index.cjs': 'exports.n = 1;',
  'node_modules/dual/index.d.ts': 'export const n: number;',
  'node_modules/dual/data.json': '{ "rows": [1, 2] }',
  'node_modules/throws/package.json': '{ "name": "throws", "main": "index.js", "types": "index.d.ts" }',
  'node_modules/throws/index.js': 'throw new RangeError("broken package")',
  'node_modules/throws/index.d.ts': 'export const x: number;',
});
fs.symlinkSync(gradlabRoot, path.join(project, 'node_modules/gradlab'));
const root = temporaryFolder();
const workplace: Workplace = workplaceFor(project, { root });
const compiler = new CompilerProcess(workplace);
afterAll(() => compiler.close());
const options = { workplace, cwd: root, compiler };
const shared = sharedNotebook(options);

beforeAll(() => {
  writeFiles(root, {
    'data.json': '{ "a": 1, "b": "x" }',
    'helper.ts':
      'import { inner } from "./lib/inner.js";\nexport const h: number = 3;\nexport enum Q { A = 7 }\nexport const twice = () => inner * 2;\nexport default function greet() { return "hi"; }\n',
    'lib/inner.ts': 'export const inner: number = 10;\n',
    'lib/index.ts': 'export { inner } from "./inner";\n',
    'uses-package.ts':
      'import awaited, { kind } from "awaits";\nimport { kind as cjs } from "cjs-only";\nexport const both = [kind, cjs, awaited()];\n',
    'throws.ts':
      'export const before = 1;\n\ninterface Erased { x: number }\nexport function fail(): never { throw new Error("from helper"); }\nif (before > 0) fail();\nexport const after = 2;\n',
    'fails-later.ts':
      'interface Erased {\n  x: number;\n}\nexport function fail(): never {\n  throw new Error("in a local file");\n}\n',
    's1.ts': 'export const mine = "not a cell";\n',
    'wrong.ts': 'export const n: number = "not a number";\n',
  });
});

test.each([
  ['a node builtin by name', 'import fs from "node:fs"\ntypeof fs.readFileSync', "'function'"],
  ['a node builtin without a scheme', 'import { join as j } from "path"\nj("a", "b")', "'a/b'"],
  ['a node builtin as a namespace', 'import * as os from "node:os"\ntypeof os.cpus()', "'object'"],
  ['import equals', 'import fs = require("node:fs")\ntypeof fs.readFileSync', "'function'"],
  [
    'a CommonJS package',
    'import { kind } from "cjs-only"\nimport * as all from "cjs-only"\n[kind, all.kind]',
    "[ 'cjs', 'cjs' ]",
  ],
  [
    'an ESM-only package',
    'import Thing, { kind } from "esm-only"\nimport * as all from "esm-only"\n[kind, new Thing().x, all.kind, new all.default().x]',
    "[ 'esm', 1, 'esm', 1 ]",
  ],
  [
    'a package with top-level await',
    'import seven, { kind } from "awaits"\nimport * as all from "awaits"\n[kind, seven(), all.kind]',
    "[ 'awaited', 7, 'awaited' ]",
  ],
  ['a package with both formats', 'import { n } from "dual"\nn', '1'],
  ['JSON of a package', 'import data from "dual/data.json"\ndata.rows', '[ 1, 2 ]'],
  ['JSON of the notebook’s folder', 'import d from "./data.json"\nd.b', "'x'"],
  ['JSON with an attribute', 'import d from "./data.json" with { type: "json" }\nd.a', '1'],
  ['a local file', 'import { h, Q } from "./helper"\nh + Q.A', '10'],
  ['a local file by its extension', 'import greet, { h } from "./helper.ts"\ngreet() + h', "'hi3'"],
  ['a local file as .js', 'import { twice } from "./helper.js"\ntwice()', '20'],
  ['a local folder', 'import { inner } from "./lib"\ninner', '10'],
  [
    'a local file that imports packages',
    'import { both } from "./uses-package"\nboth',
    "[ 'awaited', 'cjs', 7 ]",
  ],
  ['a local file named like an inner module', 'import { mine } from "./s1"\nmine', "'not a cell'"],
  [
    'a type only',
    'import type { Stats } from "node:fs"\nimport { type Dirent, existsSync } from "node:fs"\nlet s: Stats | Dirent | undefined; typeof existsSync',
    "'function'",
  ],
  ['for its effects', 'import "./helper"\n1', '1'],
  ['dynamically, a builtin', '(await import("node:path")).join("a", "b")', "'a/b'"],
  ['dynamically, CommonJS', 'const m = await import("cjs-only"); m.kind', "'cjs'"],
  ['dynamically, ESM only', '(await import("esm-only")).kind', "'esm'"],
  [
    'dynamically, with top-level await',
    'const { default: seven, kind } = await import("awaits"); [seven(), kind]',
    "[ 7, 'awaited' ]",
  ],
  ['dynamically, a local file', '(await import("./helper")).h', '3'],
  [
    'dynamically, a data URL',
    'const at = "data:text/javascript,export default 5"; (await import(at)).default',
    '5',
  ],
  ['below its use', 'const early = basename("/a/b"); import { basename } from "node:path"\nearly', "'b'"],
  ['with require', 'require("cjs-only").kind', "'cjs'"],
])('a cell imports %s', async (_what, source, shown) => {
  expect(await shared.run(source)).toBe(shown);
});

test('imported names are seen by later cells, as values and types', async () => {
  await withNotebook(async ({ run }) => {
    await run(
      'import { h } from "./helper"; import * as cjs from "cjs-only"; import seven from "awaits"; import type { Stats } from "node:fs"; import Thing from "esm-only"',
    );
    expect(
      await run('const s: Stats | null = null; const t: Thing = new Thing(); [h, cjs.kind, seven(), s, t.x]'),
    ).toBe("[ 3, 'cjs', 7, null, 1 ]");
    expect(await run('cjs.count(); cjs.count()')).toBe('2');
  }, options);
});

test('a changed local file is loaded anew by the next cell that imports it, nested ones too', async () => {
  await withNotebook(async ({ run }) => {
    writeFiles(root, {
      'changing.ts': 'import { n } from "./deep"; export const c = n + 1',
      'deep.ts': 'export const n = 1',
    });
    expect(await run('import { c } from "./changing"\nc')).toBe('2');
    writeFiles(root, { 'deep.ts': 'export const n = 10' });
    expect(await run('c')).toBe('2');
    expect(await run('import { c } from "./changing"\nc')).toBe('11');
    writeFiles(root, { 'changing.ts': 'export const c = "text"' });
    expect(await run('import { c } from "./changing"\nc.length')).toBe('4');
    expect(await run('c.toFixed()')).toBe('TS2551 1:3');
  }, options);
});

test('a local file that did not exist is found once it does', async () => {
  await withNotebook(async ({ run }) => {
    expect(await run('import { late } from "./late"')).toBe('TS2307 1:22');
    writeFiles(root, { 'late.ts': 'export const late = 5' });
    expect(await run('import { late } from "./late"\nlate')).toBe('5');
  }, options);
});

test('a later notebook does not see the types of an earlier state of a local file', async () => {
  writeFiles(root, { 'typed.ts': 'export const v = 1' });
  const cells = ['import { v } from "./typed"', 'v.toFixed(1)'];
  await withNotebook(
    async ({ run }) => expect([await run(cells[0]!), await run(cells[1]!)]).toEqual(['', "'1.0'"]),
    options,
  );
  writeFiles(root, { 'typed.ts': 'export const v = "s"' });
  await withNotebook(
    async ({ run }) => expect([await run(cells[0]!), await run(cells[1]!)]).toEqual(['', 'TS2551 1:3']),
    options,
  );
});

test('a local file that throws is an error each time, never half loaded', async () => {
  await withNotebook(async ({ run }) => {
    expect(await run('import { after } from "./throws"\nafter')).toBe('Error: from helper');
    expect(await run('import { after } from "./throws"\nafter')).toBe('Error: from helper');
    expect(await run('import { x } from "throws"\nx')).toBe('RangeError: broken package');
  }, options);
});

test('an error in a local file is told in lines of its TypeScript', async () => {
  await withNotebook(async ({ session }) => {
    const outcome = await session.execute('e', 'import { fail } from "./fails-later"\nfail()');
    expect(outcome).toMatchObject({
      error: {
        stack: [
          'Error: in a local file',
          `    at fail (${path.join(root, 'fails-later.ts')}:5:9)`,
          '    at cell:e:2:1',
        ],
      },
    });
  }, options);
});

test('a type error inside a local file is not the cell’s', async () => {
  await withNotebook(
    async ({ run }) => expect(await run('import { n } from "./wrong"\nn')).toBe("'not a number'"),
    options,
  );
});

test('a missing module is a compile error where it is static, a rejection where it is dynamic', async () => {
  await withNotebook(async ({ run }) => {
    expect(await run('import x from "no-such-package"')).toBe('TS2307 1:15');
    expect(await run('import x from "./no-such-file"')).toBe('TS2307 1:15');
    expect(await run('const name = "no-such-package"; await import(name)')).toMatch(
      /^Error: Cannot find (module|package) 'no-such-package'/,
    );
    expect(await run('1')).toBe('1');
  }, options);
});

test('the package of gradlab itself can be imported', async () => {
  expect(await runCells('import { exercise } from "gradlab"\ntypeof exercise')).toEqual(["'function'"]);
});
