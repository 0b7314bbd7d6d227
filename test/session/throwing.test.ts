import { expect, test } from 'vitest';
import { runCells, withNotebook } from './run-cells.js';

test('names that a throwing cell reached have its values, the others keep the earlier value and type', async () => {
  const cells = await runCells(
    'const a = 1, b = 2; let c = 3; class K { v = 1 } enum E { X } namespace N { export const x = 1 } function f() { return 1 }',
    'const a = "new"; throw new Error("x"); const b = "new"; let c = "new"; class K { v = "new" } enum E { Y } namespace N { export const y = 1 }',
    'a.length',
    'b.toFixed(1) + c.toFixed(1)',
    'new K().v.toFixed(1) + E.X + N.x',
    'c = 5; c',
  );
  expect(cells).toEqual(['', 'Error: x', '3', "'2.03.0'", "'1.001'", '5']);
});

test('a name that no cell reached is unknown', async () => {
  expect(await runCells('throw new Error("x"); const late = 1', 'late', 'const late = 2; late')).toEqual([
    'Error: x',
    'TS2304 1:1',
    '2',
  ]);
});

test('a declaration whose own value throws keeps the earlier one', async () => {
  expect(
    await runCells(
      'const data = 5',
      'const data = (() => { throw new Error("x") })()',
      'data.toFixed()',
      '{ const data = "block"; }\nthrow 1',
      'data',
    ),
  ).toEqual(['', 'Error: x', "'5'", 'Error: Thrown: 1', '5']);
});

test('functions and types of a throwing cell count, since they need not be reached', async () => {
  expect(
    await runCells('throw new Error("x"); function f() { return 5 } type T = number', 'const t: T = f(); t'),
  ).toEqual(['Error: x', '5']);
});

test('var of a throwing cell keeps the earlier value', async () => {
  expect(await runCells('var v: any = 1', 'throw new Error("x"); var v: any = 2', 'v')).toEqual([
    '',
    'Error: x',
    '1',
  ]);
});

test('an import that fails leaves the names of its cell as they were', async () => {
  expect(
    await runCells(
      'const later = 1',
      '// @ts-ignore\nimport "no-such-package"\nconst later = "x"',
      'later.toFixed(0)',
    ),
  ).toEqual(['', expect.stringMatching(/^Error: Cannot find module/), "'1'"]);
});

test('names that a cell defined before an await that rejects are there', async () => {
  expect(
    await runCells(
      'let step = 0; for (const ms of [1, 1, 0]) { step++; await (ms ? 1 : Promise.reject(new TypeError("stop"))) }',
      'step',
    ),
  ).toEqual(['TypeError: stop', '3']);
});

test('accessors of an unfinished declaration do not see a half-made one', async () => {
  expect(await runCells('const x = 1; const read = () => x', 'const x = read() + 1; [x, read()]')).toEqual([
    '',
    '[ 2, 1 ]',
  ]);
});

test('reading a name of a running cell before its declaration falls back to the earlier one', async () => {
  await withNotebook(async ({ run }) => {
    await run('let n = 1');
    await run('function readN() { return n }');
    expect(await run('const before = readN(); let n = 2; [before, readN()]')).toBe('[ 1, 2 ]');
  });
});
