import ts from 'typescript';
import { expect, test } from 'vitest';
import { readCellSyntax } from '../../../src/session/compile/cell-syntax.js';

const read = (source: string) =>
  readCellSyntax(ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true));
const kinds = (source: string) =>
  Object.fromEntries([...read(source).declared].map(([name, { kind }]) => [name, kind]));

test.each([
  ['let a = 1, { b, c: [d = 1], ...e } = x', { a: 'let', b: 'let', d: 'let', e: 'let' }],
  ['using a = x; await using b = y; const c = z', { a: 'const', b: 'const', c: 'const' }],
  [
    'if (x) { var a; for (var [b] of y) {} } try {} catch { var c } switch (x) { case 1: var d }',
    { a: 'var', b: 'var', c: 'var', d: 'var' },
  ],
  [
    'function f() { var inner } class A { static { var inner } } const g = () => { var inner }',
    { f: 'function', A: 'class', g: 'const' },
  ],
  [
    'interface I {} type T = 1; enum E {} namespace N { var inner } declare const d: 1',
    { I: 'interface', T: 'type', E: 'enum', N: 'namespace', d: 'ambient' },
  ],
  [
    'import a, { b as c, type D } from "x"; import * as e from "y"; import f = require("z")',
    { a: 'import', c: 'import', D: 'import', e: 'import', f: 'import' },
  ],
  [
    'export { a as b, c } from "x"; export * as d from "y"; export default class K {}',
    { b: 'import', c: 'import', d: 'import', K: 'class' },
  ],
  ['declare global { var x: number } declare module "m" {}', {}],
])('top-level names of %s', (source, expected) => {
  expect(kinds(source)).toEqual(expected);
});

test('a value and a type of one name are both known', () => {
  expect(read('interface V {} const V = 1').declared.get('V')).toMatchObject({
    kind: 'const',
    isType: true,
    isValue: true,
  });
  expect(read('const V = 1; type V = 2').declared.get('V')).toMatchObject({
    kind: 'const',
    isType: true,
    isValue: true,
  });
});

test('evolving declarations, star exports, resources and @ts-nocheck are found', () => {
  expect(
    [
      ...read(
        'const a = []; let b; let c = null; let d = undefined; const e = [1]; let f: number; const { g } = x',
      ).declared.values(),
    ]
      .filter(({ evolving }) => evolving)
      .map(({ name }) => name),
  ).toEqual(['a', 'b', 'c', 'd']);
  expect(read('export * from "x"; export * from "y"').starExports).toEqual(['x', 'y']);
  expect([
    read('using a = x').usesResources,
    read('await using a = x').usesResources,
    read('const a = x; let b; { using c = x }').usesResources,
  ]).toEqual([true, true, false]);
  expect(
    [
      '// @ts-nocheck\n1',
      '#!/x\n// @ts-nocheck\n1',
      '/* @ts-nocheck */ 1',
      '1\n// @ts-nocheck',
      '// no @ts-nocheck',
    ].map((source) => read(source).unchecked),
  ).toEqual([true, true, true, false, false]);
});
