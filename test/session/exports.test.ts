import { expect, test } from 'vitest';
import { workplaceFor } from '../../dist/session/index.js';
import { runCells, sharedNotebook, temporaryFolder, withNotebook } from './run-cells.js';

const shared = sharedNotebook();
const root = temporaryFolder({
  'tools.ts':
    'export const one = 1;\nexport const two = 2;\nexport interface Shape { n: number }\nexport default 9;\n',
});

test.each([
  ['const, used in its own cell', 'export const z = 3;\nz + 1', '4', 'z', '3'],
  ['let, assigned to later', 'export let z = 3;\nz = 4', '4', 'z += 1; z', '5'],
  ['function', 'export function f() { return g() }\nfunction g() { return 2 }\nf()', '2', 'f()', '2'],
  ['async function', 'export async function f() { return 2 }', '', 'await f()', '2'],
  ['class', 'export class A { static make() { return new A() } x = 1 }\nA.make().x', '1', 'new A().x', '1'],
  ['abstract class', 'export abstract class A { x = 1 }\nexport class B extends A {}', '', 'new B().x', '1'],
  ['enum', 'export enum E { A = 2 }\nE.A', '2', 'E.A', '2'],
  ['const enum', 'export const enum E { A = 2 }\nE.A', '2', 'E.A', '2'],
  ['namespace', 'export namespace N { export const x = 5 }\nN.x', '5', 'N.x', '5'],
  ['type', 'export type T = number; const t: T = 1; t', '1', 'const u: T = 2; u', '2'],
  ['interface', 'export interface I { x: number }', '', 'const u: I = { x: 2 }; u.x', '2'],
  ['destructuring', 'export const { a, b: [c] } = { a: 1, b: [2] };\na + c', '3', 'a + c', '3'],
  ['list', 'const a = 1; export { a }', '', 'a', '1'],
  ['rename', 'const a = 1; export { a as b }', '', '[a, b]', '[ 1, 1 ]'],
  [
    'rename of an import',
    'import { join } from "node:path"; export { join as j }',
    '',
    'j("a", "b")',
    "'a/b'",
  ],
  ['type list', 'type T = number; export type { T }', '', 'const u: T = 2; u', '2'],
  ['default value', 'export default 5', '5', '1', '1'],
  ['default object', 'export default { a: 1 }', '{ a: 1 }', '1', '1'],
  ['default function with a name', 'export default function f() { return 6 }\nf()', '6', 'f()', '6'],
  ['default class with a name', 'export default class A { x = 6 }\nnew A().x', '6', 'new A().x', '6'],
  ['default class without a name', 'export default class { x = 6 }\n7', '7', '1', '1'],
  ['default function without a name', 'export default async function () {}\n7', '7', '1', '1'],
  ['import alias', 'namespace N { export const x = 5 }\nexport import y = N.x;\ny', '5', 'y', '5'],
  ['nothing', 'export {};\n5', '5', '1', '1'],
  [
    'decorated class',
    'const mark = (_: unknown, __: unknown) => {}\nexport @mark class A { x = 1 }',
    '',
    'new A().x',
    '1',
  ],
  ['an evolving array', 'export const rows = [];', '', '1', '1'],
])('export: %s', async (_what, first, shown, second, later) => {
  expect([await shared.run(first), await shared.run(second)]).toEqual([shown, later]);
});

test('export … from takes names of another module: list, rename, namespace, star, type', async () => {
  const options = { workplace: workplaceFor(undefined, { root }), cwd: root };
  await withNotebook(async ({ run }) => {
    expect(await run("export { one, two as zwei } from './tools'")).toBe('');
    expect(await run('[one, zwei]')).toBe('[ 1, 2 ]');
    expect(await run("export * as tools from './tools'")).toBe('');
    expect(await run('tools.two + tools.default')).toBe('11');
    expect(await run("export * from './tools'")).toBe('');
    expect(await run('const shape: Shape = { n: two }; shape.n')).toBe('2');
    expect(await run("export type { Shape as Form } from './tools'")).toBe('');
    expect(await run('const form: Form = { n: one }; form.n')).toBe('1');
    expect(await run("export { default as nine } from './tools'\nexport { basename } from 'node:path'")).toBe(
      '',
    );
    expect(await run('[nine, basename("/a/b")]')).toBe("[ 9, 'b' ]");
  }, options);
});

test('errors after an export keep their line and column', async () => {
  expect(
    await runCells(
      'export const a = 1; export const b: string = 2',
      'export const a = 1; export function f() { return (null as any).x }\nf()',
    ),
  ).toEqual(['TS2322 1:34', "TypeError: Cannot read properties of null (reading 'x')"]);
  await withNotebook(async ({ session }) => {
    const outcome = await session.execute(
      'e',
      'export const a = 1; export function f(): never { throw new Error("x") }\nexport default class { static x = f() }',
    );
    expect(outcome).toMatchObject({
      error: {
        stack: expect.arrayContaining(['    at f (cell:e:1:56)', expect.stringContaining('cell:e:2:35')]),
      },
    });
  });
});
