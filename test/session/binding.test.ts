import { expect, test } from 'vitest';
import { runCells, sharedNotebook, withNotebook } from './run-cells.js';

const shared = sharedNotebook();

test('a function sees the newest definition of what it calls', async () => {
  const cells = await runCells(
    'function q(x: number) { return x + 1 }',
    'function h() { return q(1) }',
    'h()',
    'function q(x: number) { return x + 100 }',
    'h()',
  );
  expect(cells).toEqual(['', '', '2', '', '101']);
});

test('within a cell a function keeps calling its own neighbour', async () => {
  expect(
    await runCells(
      'function g() { return 1 }\nfunction f() { return g() }',
      'function g() { return 2 }',
      'f()',
    ),
  ).toEqual(['', '', '1']);
  expect(await runCells('const g = () => 1; const f = () => g()', 'const g = () => 2', 'f()')).toEqual([
    '',
    '',
    '1',
  ]);
  expect(
    await runCells(
      'class A { v() { return 1 } }\nfunction make() { return new A().v() }',
      'class A { v() { return 2 } }',
      'make()',
    ),
  ).toEqual(['', '', '1']);
});

test('a closure and later cells share a variable', async () => {
  expect(
    await runCells(
      'let n = 0; const inc = () => { n++ }',
      'inc(); inc(); n',
      'n = 10; inc(); n',
      'let n = 0',
      'inc(); n',
    ),
  ).toEqual(['', '2', '11', '', '0']);
});

test('a class can extend one of an earlier cell', async () => {
  expect(
    await runCells(
      'abstract class A { abstract f(): number; g() { return this.f() + 1 } }',
      'class B extends A { f() { return 1 } }',
      'new B().g()',
    ),
  ).toEqual(['', '', '2']);
});

test('names of earlier cells stand as shorthand, in templates, as tags, in spreads and type queries', async () => {
  const cells = await runCells(
    'const learningRate = 0.01; const tag = (parts: TemplateStringsArray, x: number) => parts[0] + x; const list = [1, 2]',
    '({ learningRate })',
    '({ learningRate, x: { list } })',
    '`${learningRate}`',
    'tag`r=${learningRate}`',
    '[...list, ...list]',
    'const other: typeof learningRate = 0.01; other',
    'const inner = ((learningRate: number) => ({ learningRate }))(5); inner',
  );
  expect(cells.slice(1)).toEqual([
    '{ learningRate: 0.01 }',
    '{ learningRate: 0.01, x: { list: [ 1, 2 ] } }',
    "'0.01'",
    "'r=0.01'",
    '[ 1, 2, 1, 2 ]',
    '0.01',
    '{ learningRate: 5 }',
  ]);
});

test.each([
  ['=', 'k = "s"', 'TS2322 1:1'],
  ['+=', 'k += "s"', 'TS2322 1:1'],
  ['array destructuring', '[k] = ["s"]', 'TS2322 1:2'],
  ['object destructuring', '({ a: k } = { a: "s" })', 'TS2322 1:7'],
  ['for-of', 'for (k of ["s"]) {}', 'TS2322 1:6'],
])('assigning the wrong type to an earlier let with %s is a type error', async (_how, source, error) => {
  await shared.run('let k = 1');
  expect([await shared.run(source), await shared.run('k')]).toEqual([error, '1']);
});

test.each([
  ['=', 'k = 5', '5'],
  ['+=', 'k += 4', '5'],
  ['??=', 'k ??= 4', '1'],
  ['**=', 'k **= 4', '1'],
  ['++', 'k++; ++k', '3'],
  ['array destructuring', '[k] = [7]', '7'],
  [
    'object destructuring with default and rest',
    'let rest; ({ a: k = 8, ...rest } = {} as { a?: number, b?: number })',
    '8',
  ],
  ['shorthand destructuring', '({ k } = { k: 9 })', '9'],
  ['for-of', 'for (k of [1, 2, 3]) {}', '3'],
  ['for-in of a string', 'for (const x in { a: 1 }) k = x.length + 1', '2'],
  ['a nested function', 'function set() { k = 6 }\nset()', '6'],
])('assigning to an earlier let with %s sets it', async (_how, source, value) => {
  await shared.run('let k = 1; const read = () => k');
  await shared.run(source);
  expect(await shared.run('[k, read()]')).toBe(`[ ${value}, ${value} ]`);
});

test('assigning to an earlier const, function, class, enum or import is a type error', async () => {
  const cells = await runCells(
    'const c = 1; function f() {} class C {} enum E { A }\nimport { join } from "node:path"',
    'c = 2',
    'c++',
    '[c] = [1]',
    'f = 3 as never',
    'C = 3 as never',
    'E = 3 as never',
    'join = 3 as never',
  );
  expect(cells.slice(1)).toEqual([
    'TS2588 1:1',
    'TS2588 1:1',
    'TS2588 1:2',
    'TS2632 1:1',
    'TS2632 1:1',
    'TS2632 1:1',
    'TS2632 1:1',
  ]);
});

test('destructuring declares every name, with defaults from earlier cells', async () => {
  const cells = await runCells(
    'const d = 4',
    'const { p = d, q: { r: [s] }, ...rest } = { q: { r: [5] }, z: 1 } as { p?: number; q: { r: number[] }; z: number }',
    '[p, s, rest]',
    'let [u, v] = [1, 2]',
    '[u, v] = [v, u]; [u, v]',
  );
  expect(cells.slice(2)).toEqual(['[ 4, 5, { z: 1 } ]', '', '[ 2, 1 ]']);
});

test('an empty array has in later cells the type of what the cell has put in', async () => {
  expect(
    await runCells(
      'const rows = [];\nfor (let i = 0; i < 2; i++) rows.push({ i })',
      'rows[0]!.i',
      'rows[0]!.j',
    ),
  ).toEqual(['', '0', 'TS2339 1:10']);
});

test('an empty array, `let best;` and null are any in later cells until something is put in', async () => {
  expect(await runCells('const rows = []', 'rows.push(1); rows.push("x"); rows.length')).toEqual(['', '2']);
  expect(await runCells('let best;', 'best = 3; best + 1', 'best = "x"; best.length')).toEqual([
    '',
    '4',
    '1',
  ]);
  expect(await runCells('let best = null', 'best', 'best = { loss: 1 }; best.loss')).toEqual([
    '',
    'null',
    '1',
  ]);
  expect(await runCells('let best = undefined', 'best = 3; best.toFixed(1)')).toEqual(['', "'3.0'"]);
  expect(await runCells('let best;\nbest = 3', 'best.toFixed(1)', 'best.length')).toEqual([
    '3',
    "'3.0'",
    'TS2339 1:6',
  ]);
});

test('a declared union keeps its whole type in later cells', async () => {
  expect(await runCells('let best: number | null = null', 'best = 3', 'best + 1')).toEqual([
    '',
    '3',
    'TS18047 1:1',
  ]);
});

test('block var and loop var belong to the notebook, as in a script', async () => {
  expect(
    await runCells(
      'if (true) { var inner = 3 }\nfor (var i = 0; i < 3; i++) {}\nfor (var key in { a: 1 }) {}',
      '[inner, i, key]',
      'i += 1; i',
    ),
  ).toEqual(['', "[ 3, 3, 'a' ]", '4']);
});

test('a var without a value keeps the earlier one, as in a script', async () => {
  expect(await runCells('var total = 5', 'var total: any; total += 1; total')).toEqual(['', '6']);
});

test('cells can declare names that shadow globals, one and all', async () => {
  const names = [
    'name',
    'process',
    'require',
    'exports',
    'module',
    'fetch',
    'console',
    'Promise',
    'Object',
    'globalThis',
    '__dirname',
    'setImmediate',
    'Symbol',
  ];
  await withNotebook(async ({ run }) => {
    for (const name of names) {
      expect(await run(`const ${name} = { mine: 5 }`)).toBe('');
      expect(await run(`${name}.mine`)).toBe('5');
      expect(
        await run(`import { basename } from 'node:path'\nlet later = basename('/a/b') + ${name}.mine; later`),
      ).toBe("'b5'");
      expect(
        await run(`later += '!'; await 1; const { rest, ...others } = { rest: 1, a: 2 }; [later, others]`),
      ).toBe("[ 'b5!', { a: 2 } ]");
    }
    expect(await run(`[${names.map((name) => `${name}.mine`).join(', ')}].length`)).toBe(`${names.length}`);
  });
});

test('words that are keywords only in places, and unicode, are names', async () => {
  expect(
    await runCells(
      'let type = 1; let of = 2; let async = 3; const $a = 1, _ = 2, ünï = 3, 学習率 = 0.1, \\u0061b = 7',
      'type + of + async + $a + _ + ünï',
      '[学習率, ab, a\\u0062]',
    ),
  ).toEqual(['', '12', '[ 0.1, 7, 7 ]']);
});

test('names like those of the inner workings are the student’s', async () => {
  const cells = await runCells(
    'const s1 = 1, s2 = 2, cells = 3, toString = 4, __proto__ = 5, constructor = 6, hasOwnProperty = 7',
    '[s1, s2, cells, toString, constructor, hasOwnProperty]',
  );
  expect(cells).toEqual(['', '[ 1, 2, 3, 4, 6, 7 ]']);
});

test('`this` at the top level is undefined', async () => {
  expect(await runCells('this', 'typeof this')).toEqual(['', "'undefined'"]);
});

test('a function or class is usable above its declaration as in any module', async () => {
  expect(await runCells('const one = f(); function f() { return 1 }\none', 'new C(); class C {}')).toEqual([
    '1',
    'TS2449 1:5',
  ]);
});

test('cells run one at a time in the order of the calls', async () => {
  await withNotebook(async ({ run, printed }) => {
    const cells = [
      'const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))',
      'await wait(20); console.log("first")',
      'console.log("second")',
    ];
    await Promise.all(cells.map(run));
    expect(printed()).toBe('first\nsecond\n');
  });
});
