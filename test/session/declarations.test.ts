import { expect, test } from 'vitest';
import { runCells, sharedNotebook, withNotebook } from './run-cells.js';

const shared = sharedNotebook();

test('classes may have private members anywhere', async () => {
  const cells = await runCells(
    'const C = class { private a = 1; get() { return this.a } }\nfunction make() { return new (class { #x = 2; private y = 3; sum() { return this.#x + this.y } })() }',
    'new C().get() + make().sum()',
    'class P { constructor(private readonly x: number) {} static #n = 0; static next() { return ++P.#n } show() { return this.x } }',
    'P.next(); [P.next(), new P(5).show()]',
    'new P(5).x',
  );
  expect(cells).toEqual(['', '6', '', '[ 2, 5 ]', 'TS2341 1:10']);
});

test('enums, const enums and namespaces, also merged within a cell', async () => {
  const cells = await runCells(
    'enum E { A = 1, B }\nconst enum CE { X = 7 }\nnamespace N { export const v = 1; export type T = string; export namespace M { export const w = 2 } }\nnamespace N { export const u = 3 }\nE.B',
    '[CE.X, E.A, E[2], N.v, N.M.w, N.u]',
    'const t: N.T = "x"; const e: E = E.A; t + e',
    'function f() { return 1 }\nnamespace f { export const extra = 2 }\nf() + f.extra',
    'f() + f.extra',
    'namespace Types { export type A = number }\nconst a: Types.A = 1; a',
    'const b: Types.A = 2; b',
  );
  expect(cells).toEqual(['2', "[ 7, 1, 'B', 1, 2, 3 ]", "'x1'", '3', '3', '1', '2']);
});

test('generics and overloads', async () => {
  const cells = await runCells(
    'function over(a: string): string; function over(a: number): number; function over(a: unknown) { return a }',
    'over(1).toFixed(1) + over("x")',
    'over(true)',
    'type Pair<A, B = A> = [A, B]; const pair: Pair<number> = [1, 2]',
    'const swap = <A, B>([a, b]: Pair<A, B>): Pair<B, A> => [b, a]; swap(pair)',
  );
  expect(cells).toEqual(['', "'1.0x'", 'TS2769 1:6', '', '[ 2, 1 ]']);
});

test('decorators of classes, methods and fields', async () => {
  const cells = await runCells(
    'const log: string[] = []\nfunction mark(_target: unknown, context: DecoratorContext) { log.push(`${context.kind} ${String(context.name)}`) }',
    '@mark class D { @mark m() { return 1 } @mark x = 2; @mark static s = 3; @mark accessor a = 4 }\nnew D().m()',
    'log.join(", ")',
    '[new D().x, D.s, new D().a, D.name]',
  );
  expect(cells.slice(1)).toEqual(
    ['1', "'method m, field s, accessor a, field x, class D'", "[ 2, 3, 4, 'D' ]"].map((x, i) =>
      i === 1 ? expect.stringContaining('class D') : x,
    ),
  );
});

test('top-level using disposes when its cell ends, await using too', async () => {
  await withNotebook(async ({ run, printed }) => {
    expect(
      await run(
        'using r = { x: 1, [Symbol.dispose]() { console.log("disposed") } }\nconst seen = r.x\nconsole.log("body")\nseen',
      ),
    ).toBe('1');
    expect(await run('[r.x, seen]')).toBe('[ 1, 1 ]');
    expect(
      await run('await using s = { async [Symbol.asyncDispose]() { await 1; console.log("later") } }; 2'),
    ).toBe('2');
    expect(await run('{ using t = { [Symbol.dispose]() { console.log("block") } } }')).toBe('');
    expect(printed()).toBe('body\ndisposed\nlater\nblock\n');
  });
});

test('a cell with using that throws disposes, and defines only what it reached', async () => {
  await withNotebook(async ({ run, printed }) => {
    await run('const a = 1; class B { v = 1 }');
    expect(
      await run(
        'using r = { [Symbol.dispose]() { console.log("disposed") } }; const early = 5; throw new Error("x"); const a = "s"; class B { v = "s" }',
      ),
    ).toBe('Error: x');
    expect(await run('a.toFixed(0) + new B().v.toFixed(0) + early')).toBe("'115'");
    expect(printed()).toBe('disposed\n');
  });
});

test('await, for await and async generators at the top level', async () => {
  const cells = await runCells(
    'async function* gen() { yield 1; yield 2 }\nlet sum = 0; for await (const x of gen()) sum += x;\nsum',
    'const r = await Promise.all([1, Promise.resolve(2)]); r',
    'await new Promise((done) => setTimeout(done, 1)); "after"',
    'const { a } = await Promise.resolve({ a: 5 }); a',
    'for (const p of [Promise.resolve(1)]) await p; if (await Promise.resolve(true)) sum = 9',
    'sum',
  );
  expect(cells).toEqual(['3', '[ 1, 2 ]', "'after'", '5', '', '9']);
});

test.each([
  ['a comma list', '1, 2', '2'],
  ['an object literal in brackets', '({ a: 1 })', '{ a: 1 }'],
  ['a class expression', '(class Z {})', '[class Z]'],
  ['a function expression', '(function z() {})', '[Function: z]'],
  ['an async arrow', 'async () => 1', '[AsyncFunction (anonymous)]'],
  ['a string, which is no directive', '"use strict"', "'use strict'"],
  ['an awaited value', 'await Promise.resolve(3)', '3'],
  ['an assignment', 'let k; k = 4', '4'],
  ['a value before comments', '5 // five\n/* end */', '5'],
  ['a value before a semicolon', '5;', '5'],
  ['a default export', 'export default 5', '5'],
  ['nothing after an empty statement', '5;;', ''],
  ['nothing for a statement', 'if (true) 5', ''],
  ['nothing for a label', 'outer: for (;;) { break outer }', ''],
  ['nothing for a declaration', 'const a = 1', ''],
  ['nothing for a comment', '// only a comment', ''],
  ['nothing for a block comment', '/* only\n a comment */', ''],
  ['nothing for white space', ' \n\t\n', ''],
  ['nothing for an empty cell', '', ''],
  ['a template', 'const x = `a\n${1 + 1}`\nx', "'a\\n2'"],
  ['an array after a semicolon', 'const a = 1\n;[1, 2].map((x) => x + a)', '[ 2, 3 ]'],
  ['an assertion in angle brackets', '<unknown>5', '5'],
  ['satisfies', '({ a: 1 }) satisfies object', '{ a: 1 }'],
])('the value of a cell: %s', async (_what, source, shown) => {
  expect(await shared.run(source)).toBe(shown);
});

test('code is strict', async () => {
  expect(
    await runCells(
      '(function (this: unknown) { return this })() === undefined',
      '// @ts-nocheck\nundeclaredName = 5',
      'with (Math) {}',
    ),
  ).toEqual([
    'true',
    'ReferenceError: undeclaredName is not defined',
    expect.stringMatching(/^TS(1101|2410) /),
  ]);
});

test('strict types: implicit any, null and unchecked lookups are errors', async () => {
  expect(
    await runCells(
      'const f = (x) => x',
      'let s: string = null',
      'new Map<string, number>().get("k").toFixed()',
    ),
  ).toEqual(['TS7006 1:12', 'TS2322 1:5', 'TS2532 1:1']);
});

test('the library has what the running Node has', async () => {
  expect(
    await runCells(
      '[3, 1, 2].toSorted()',
      '[1].findLast((x) => x > 0)',
      'structuredClone({ a: 1 }).a',
      'document',
    ),
  ).toEqual(['[ 1, 2, 3 ]', '1', '1', 'TS2584 1:1']);
  const major = Number(process.versions.node.split('.')[0]);
  const [grouped] = await runCells('Object.groupBy([1, 2, 3], (x) => (x % 2 ? "odd" : "even")).odd');
  expect(grouped).toEqual(major >= 22 ? '[ 1, 3 ]' : expect.stringContaining('TS2550 1:8'));
});

test('declare global adds types for later cells', async () => {
  expect(
    await runCells(
      'declare global { interface Array<T> { second(): T } }\nArray.prototype.second = function () { return this[1] }',
      '[1, 2].second()',
    ),
  ).toEqual([expect.any(String), '2']);
});

test('import.meta is that of a file in the notebook’s folder', async () => {
  const [url, where, resolved] = await runCells(
    'import.meta.url',
    'import.meta.filename === import.meta.dirname + "/2.ts"',
    'import.meta.resolve("node:fs")',
  );
  expect(url).toMatch(/^'file:\/\/\/.*\/1\.ts'$/);
  expect([where, resolved]).toEqual(['true', "'node:fs'"]);
});
