import { expect, test } from 'vitest';
import { runCells, sharedNotebook, withNotebook } from './run-cells.js';

const shared = sharedNotebook();

test('errors carry code, line, column, length and message, as the cell is written', async () => {
  await withNotebook(async ({ session }) => {
    const outcome = await session.execute(
      'c',
      'const a = 1\n\n  const total: string = a\nconst b: number = "x"',
    );
    expect(outcome).toMatchObject({
      status: 'error',
      error: {
        name: 'CompileError',
        message: "Line 3, column 9: Type 'number' is not assignable to type 'string'. (TS2322)",
      },
      diagnostics: [
        {
          code: 2322,
          line: 3,
          column: 9,
          length: 5,
          message: "Type 'number' is not assignable to type 'string'.",
        },
        {
          code: 2322,
          line: 4,
          column: 7,
          length: 1,
          message: "Type 'string' is not assignable to type 'number'.",
        },
      ],
    });
    expect(outcome.status === 'error' && outcome.error.stack.slice(0, 3)).toEqual([
      "c:3:9 - TS2322: Type 'number' is not assignable to type 'string'.",
      '    const total: string = a',
      '          ~~~~~',
    ]);
  });
});

test.each([
  ['after a shebang', '#!/usr/bin/env node\nconst s: string = 1', 'TS2322 2:7'],
  ['after a byte order mark', '\ufeffconst s: string = 1', 'TS2322 1:7'],
  ['with CRLF', 'const a = 1\r\nconst s: string = a\r\n', 'TS2322 2:7'],
  ['with CR only', 'const a = 1\rconst s: string = a\r', 'TS2322 2:7'],
  ['after a comment', '/* one\n two */ const s: string = 1', 'TS2322 2:15'],
  ['after wide characters', 'const 学 = "🙂"; const s: string = 1', 'TS2322 1:23'],
  ['on the last line without an end', '1;\nqqqqqq', 'TS2304 2:1'],
  ['after imports of earlier names', 'zz; const s: string = zz', 'TS2322 1:11'],
])('positions %s', async (_what, source, error) => {
  await shared.run('const zz = 1');
  expect(await shared.run(source)).toBe(error);
});

test.each([
  ['a shebang', '#!/usr/bin/env node\n1', '1'],
  ['a byte order mark', '\ufeffconst u = 1; u', '1'],
  ['a byte order mark and a shebang', '\ufeff#!/usr/bin/env node\n1', '1'],
  ['CRLF', 'const t = `a\r\nb`\r\nt.length // three: a template has LF\r\n', '3'],
  ['@ts-nocheck', '// @ts-nocheck\nconst s: string = 5 + q; s', '6'],
  ['@ts-nocheck after another comment', '/* mine */\n// @ts-nocheck\nconst s: string = q; s', '1'],
  ['@ts-nocheck after a shebang', '#!/usr/bin/env node\n// @ts-nocheck\nconst s: string = q; s', '1'],
  ['@ts-nocheck too late', '1;\n// @ts-nocheck\nconst s: string = q; s', 'TS2322 3:7'],
  ['@ts-ignore', '// @ts-ignore\nconst s: string = q; s', '1'],
  ['@ts-ignore on the last line', 'q // @ts-ignore', '1'],
  ['@ts-expect-error', '// @ts-expect-error\nconst s: string = q; s', '1'],
  ['@ts-expect-error that is not needed', '// @ts-expect-error\nconst n: number = q; n', 'TS2578 1:1'],
  ['@ts-expect-error on the last line', 'q\n// @ts-expect-error', 'TS2578 2:1'],
  ['a JSDoc comment at the end', 'q\n/** @type {string} */', '1'],
  ['a triple-slash reference to types', '/// <reference types="node" />\nprocess.pid > 0', 'true'],
])('a cell may have %s', async (_what, source, ending) => {
  await shared.run('const q = 1');
  expect(await shared.run(source)).toBe(ending);
});

test.each([
  ['an unterminated template', 'const s = `abc', 'TS1160 1:15'],
  ['an open brace', 'function f() {\n  1', 'TS1005 2:4'],
  ['an open comment', '1 /* abc', 'TS1010 1:9'],
  ['half an expression', 'const a =', 'TS1109 1:10'],
  ['half an if', 'if (true)', 'TS1109 1:10'],
  ['text', 'this is not code', 'TS1005 1:6, TS1434 1:9'],
  ['a decorator of nothing', '@mark', 'TS1146 1:6'],
  ['return at the top level', 'return 5', 'TS1108 1:1'],
  ['a bad regular expression', '/(/', 'TS1005 1:3'],
])('a syntax error is reported where it is: %s', async (_what, source, error) => {
  expect(await shared.run(source)).toBe(error);
});

test('a cell that does not compile is not run and defines nothing', async () => {
  await withNotebook(async ({ run, printed }) => {
    await run('let kept = 1; type Kept = number');
    expect(
      await run(
        'console.log("ran"); const fresh = 5; let kept = "x"; type Kept = string; const bad: string = 1',
      ),
    ).toBe('TS2322 1:80');
    expect(await run('fresh')).toBe('TS2304 1:1');
    expect(await run('const n: Kept = kept; n')).toBe('1');
    expect(printed()).toBe('');
  });
});

test('only the cell’s own errors are reported', async () => {
  const cells = await runCells(
    '// @ts-nocheck\nconst bad: string = 1; export function f(x) { return x }',
    'bad.length; f(1)',
    'type Row = { a: number }',
    'const row: Row = { a: 1 }',
    'type Row = string',
    'row.a',
  );
  expect(cells).toEqual(['', '1', '', '', '', '1']);
});

test('a call that comes before the declaration of its type does not confuse the checker', async () => {
  // TypeScript would narrow `typeof box` by the control flow that needs `box`.
  const cells = await runCells(
    'class Box<T> { constructor(readonly value: T) {} map<U>(f: (value: T) => U) { return new Box(f(this.value)) } }',
    'const box = new Box({ loss: 0.5 })',
    'box.map((row) => row.loss.toFixed(2))\n1',
    'box.map((row) => row.missing)',
  );
  expect(cells.slice(2)).toEqual(['1', 'TS2339 1:22']);
});

test('a forgotten await is asked for', async () => {
  await withNotebook(async ({ run, session }) => {
    await run('const later = Promise.resolve({ loss: [1] });');
    for (const source of ['later.loss', 'for (const n of Promise.resolve([1])) n;']) {
      const outcome = await session.execute('x', source);
      expect(JSON.stringify(outcome)).toMatch(/Promise<.*\. Did you forget to use 'await'\?/);
    }
  });
});

test('messages name nothing of how cells are compiled', async () => {
  await withNotebook(async ({ run, session }) => {
    await run(
      'class A { private x = 1 }\nnamespace N { export const v = 1 }\nenum E { P }\nimport * as path from "node:path"',
    );
    await run('const a = new A(), n = { N, E, path }');
    await run('class A { private x = 2 }');
    for (const source of [
      'const b: A = a',
      'const x: number = n',
      'const y: string = N',
      'N.missing',
      'E.missing',
      'path.missing',
      'A = 1',
      'const { q } = N',
      'a.x',
      'path = 1',
    ]) {
      const outcome = await session.execute('x', source);
      expect(outcome.status).toBe('error');
      expect(JSON.stringify(outcome)).not.toMatch(/gradlab|\bs\d+\b|\bt\d+\b/);
    }
  });
});

test('names the package, not its file on this machine', async () => {
  await withNotebook(async ({ session }) => {
    const outcome = await session.execute('c', "import * as tf from '@tensorflow/tfjs';\ntf.adam(1);");
    expect(outcome).toMatchObject({
      error: {
        message:
          "Line 2, column 4: Property 'adam' does not exist on type 'typeof import(\"@tensorflow/tfjs\")'. (TS2339)",
      },
    });
  });
});
