import { expect, test } from 'vitest';
import { runCells, sharedNotebook, withNotebook } from './run-cells.js';

const shared = sharedNotebook();

test.each([
  ['a const', 'const a = 1', 'const a = "x"', 'a.length', '1'],
  ['a const as a let', 'const a = 1', 'let a = "x"', 'a = "yz"; a', "'yz'"],
  ['a let', 'let a = 1', 'let a = "x"', 'a', "'x'"],
  ['a let as a const', 'let a = 1', 'const a = 2', 'a', '2'],
  ['a var with another type', 'var a = 1', 'var a = "x"', 'a.length', '1'],
  ['a function', 'function a() { return 1 }', 'function a() { return "x" }', 'a().length', '1'],
  ['a function as a const', 'function a() { return 1 }', 'const a = [5]', 'a[0]', '5'],
  ['a class', 'class A { x = 1 }', 'class A { y = 2 }', 'new A().y', '2'],
  ['a class as a function', 'class A { x = 1 }', 'function A() { return 3 }', 'A()', '3'],
  ['a type', 'type A = number', 'type A = string', 'const a: A = "x"; a', "'x'"],
  [
    'an interface, which is not merged',
    'interface A { x: number }',
    'interface A { y: number }',
    'const a: A = { y: 1 }; a.y',
    '1',
  ],
  [
    'a type as an interface',
    'type A = number',
    'interface A { y: number }',
    'const a: A = { y: 1 }; a.y',
    '1',
  ],
  ['an enum, which is not merged', 'enum A { X }', 'enum A { Y = 4 }', 'A.Y + Object.keys(A).length', '6'],
  ['a const enum', 'const enum A { X = 1 }', 'const enum A { X = 2 }', 'A.X', '2'],
  [
    'a namespace, which is not merged',
    'namespace A { export const x = 1 }',
    'namespace A { export const y = 2 }',
    'A.y + Object.keys(A).length',
    '3',
  ],
  [
    'an import',
    'import * as a from "node:path"',
    'import * as a from "node:fs"',
    'typeof a.readFileSync',
    "'function'",
  ],
  ['an import as a const', 'import { join } from "node:path"', 'const join = 3', 'join', '3'],
  ['a const as an import', 'const join = 3', 'import { join } from "node:path"', 'join("a", "b")', "'a/b'"],
  ['a destructured name', 'const { a } = { a: 1 }', 'const [a] = ["x"]', 'a', "'x'"],
])('a later cell redeclares %s', async (_what, first, second, use, shown) => {
  expect([await shared.run(first), await shared.run(second), await shared.run(use)]).toEqual(['', '', shown]);
});

test('a class or enum that is redeclared is another type', async () => {
  const [, , , missing] = await runCells(
    'class A { x = 1 }',
    'const a = new A()',
    'class A { x = 1; y = 2 }',
    'const b: A = a',
  );
  expect(missing).toBe('TS2741 1:7');
  expect((await runCells('enum E { X }', 'enum E { Y }', 'E.X')).at(-1)).toBe('TS2339 1:3');
});

test('two classes of one name and private members are told apart without a word of how cells are compiled', async () => {
  await withNotebook(async ({ run, session }) => {
    await run('class A { private x = 1 }');
    await run('const a = new A()');
    await run('class A { private x = 2 }');
    const outcome = await session.execute('last', 'const b: A = a');
    expect(outcome).toMatchObject({
      error: {
        message: expect.stringContaining("Type 'A (an earlier definition)' is not assignable to type 'A'"),
      },
    });
    expect(JSON.stringify(outcome)).not.toContain('gradlab');
  });
});

test('an instance keeps the class that made it', async () => {
  const cells = await runCells(
    'class P { #x = 1; get() { return this.#x } }',
    'const p = new P()',
    'class P { #x = 2; get() { return this.#x } }',
    '[p.get(), new P().get(), p instanceof P]',
  );
  expect(cells.at(-1)).toBe('[ 1, 2, false ]');
});

test('a name cannot be redeclared from its own earlier value', async () => {
  expect((await runCells('const s = 1', 'const s = s + 1', 's')).slice(1)).toEqual([
    'TS7022 1:7, TS2448 1:11',
    '1',
  ]);
});

test('one name is a value and a type, declared together or in different cells', async () => {
  expect(
    await runCells('interface V { a: number }\nconst V = (a: number): V => ({ a })', 'const v: V = V(3); v'),
  ).toEqual(['', '{ a: 3 }']);
  expect(await runCells('const T = 1', 'type T = string', 'const t: T = "x"; [t, T]')).toEqual([
    '',
    '',
    "[ 'x', 1 ]",
  ]);
  expect(await runCells('type T = string', 'const T = 1', 'const t: T = "x"; [t, T]')).toEqual([
    '',
    '',
    "[ 'x', 1 ]",
  ]);
  expect(
    await runCells('function T() { return 3 }', 'type T<A> = A[]', 'const t: T<number> = [T()]; t'),
  ).toEqual(['', '', '[ 3 ]']);
  expect(
    await runCells(
      'interface T { x: number }',
      'import { join as T } from "node:path"',
      'const t: T = { x: 1 }; [t, T("a", "b")]',
    ),
  ).toEqual(['', '', "[ { x: 1 }, 'a/b' ]"]);
  expect((await runCells('class T {}', 'const T = 1', 'let t: T')).at(-1)).toBe('TS2749 1:8');
});

test('types flow through many cells, with generics', async () => {
  const cells = await runCells(
    'type Row = { loss: number }',
    'function first<T extends Row>(rows: T[]): T { return rows[0]! }',
    'class Box<T> { constructor(readonly value: T) {} map<U>(f: (value: T) => U) { return new Box(f(this.value)) } }',
    'const box = new Box(first([{ loss: 0.5, step: 3 }]))',
    'box.map((row) => row.step).value.toFixed(1)',
    'box.map((row) => row.missing)',
    'type Row = { loss: string }',
    'first([{ loss: 1 }]).loss + 1',
  );
  expect(cells).toEqual(['', '', '', '', "'3.0'", 'TS2339 1:22', '', '2']);
});
