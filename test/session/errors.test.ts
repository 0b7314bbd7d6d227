import { expect, test } from 'vitest';
import { sharedNotebook, withNotebook } from './run-cells.js';
import type { ErrorReport } from '../../dist/session/index.js';

const shared = sharedNotebook();

/** Runs cells `c1`, `c2`, …; what the last one throws. */
async function thrownBy(...sources: string[]): Promise<ErrorReport> {
  let error: ErrorReport | undefined;
  for (const [index, source] of sources.entries()) {
    const outcome = await shared.session.execute(`c${index + 1}`, source);
    error = outcome.status === 'error' ? outcome.error : undefined;
  }
  if (!error) throw new Error('The last cell did not throw');
  return error;
}

test('an error has its class, message and place in the cell’s TypeScript', async () => {
  const error = await thrownBy(
    'interface X { a: number }\ntype Y = X\n\nfunction bad(x: X): never {\n  throw new RangeError(`bad ${x.a}`)\n}\n  bad({ a: 1 })',
  );
  expect(error).toEqual({
    name: 'RangeError',
    message: 'bad 1',
    stack: ['RangeError: bad 1', '    at bad (cell:c1:5:9)', '    at cell:c1:7:3'],
  });
});

test.each([
  [
    'after imports of earlier names',
    ['const zz = 1', 'interface X { a: number }\nthrow new Error(`${zz}`)'],
    'cell:c2:2:7',
  ],
  [
    'after decorators',
    ['const d = (_: unknown, __: unknown) => {}\n@d class A { @d m() {} }\nthrow new Error()'],
    'cell:c1:3:7',
  ],
  [
    'after enums and namespaces',
    ['enum E { A, B }\nnamespace N { export const x = 1 }\n  throw new Error()'],
    'cell:c1:3:9',
  ],
  ['after a shebang', ['#!/bin/x\nthrow new Error()'], 'cell:c1:2:7'],
  ['with CRLF', ['const a = 1\r\n\r\nthrow new Error()'], 'cell:c1:3:7'],
  [
    'after a type assertion on the line',
    ['const a = (1 as unknown as number) satisfies number; throw new Error()'],
    'cell:c1:1:60',
  ],
  ['after export', ['export const a = 1; throw new Error()'], 'cell:c1:1:27'],
  ['in the last expression', ['(() => { throw new Error() })()'], 'cell:c1:1:16'],
  ['in a using cell', ['using r = null;\nthrow new Error()'], 'cell:c1:2:7'],
  ['in a static block', ['class A {\n  static { throw new Error() }\n}'], 'cell:c1:2:18'],
])('positions are those of the text as written: %s', async (_what, sources, place) => {
  expect((await thrownBy(...sources)).stack[1]).toContain(place);
});

test('frames lead through functions of other cells and async functions, none through gradlab', async () => {
  const error = await thrownBy(
    'class A { static make(): A { return new A() } constructor() { this.m() } m() { fail() } }\nfunction fail(): never { throw new Error("deep") }',
    'async function outer() {\n  await 1\n  A.make()\n}',
    'const inner = async () => {\n  await outer()\n}\nawait inner()',
  );
  // Node 24 names the class of a static method, too.
  expect(error.stack.map((frame) => frame.replace('A.make', 'make'))).toEqual([
    'Error: deep',
    '    at fail (cell:c1:2:32)',
    '    at A.m (cell:c1:1:80)',
    '    at new A (cell:c1:1:68)',
    '    at make (cell:c1:1:37)',
    '    at outer (cell:c2:3:5)',
    '    at async inner (cell:c3:2:3)',
    '    at cell:c3:4:1',
  ]);
});

test('an error of V8 keeps its class and place', async () => {
  expect(await thrownBy('const o: any = null\no.x')).toMatchObject({
    name: 'TypeError',
    message: "Cannot read properties of null (reading 'x')",
    stack: [expect.anything(), '    at cell:c1:2:3'],
  });
});

test.each([
  ['a string', '"text"', 'Thrown: text'],
  ['a number', '5', 'Thrown: 5'],
  ['null', 'null', 'Thrown: null'],
  ['undefined', 'undefined', 'Thrown: undefined'],
  ['a symbol', 'Symbol("s")', 'Thrown: Symbol(s)'],
  ['an object', '{ code: 7 }', 'Thrown: { code: 7 }'],
  ['an object without a prototype', 'Object.create(null)', 'Thrown: [Object: null prototype] {}'],
  ['a function', '() => 1', 'Thrown: [Function (anonymous)]'],
  [
    'a proxy that throws',
    'new Proxy({}, { get() { throw new Error("g") }, has() { throw new Error("h") }, getPrototypeOf() { throw new Error("p") } })',
    'Thrown: something that cannot be shown',
  ],
  [
    'a revoked proxy',
    '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()',
    'Thrown: something that cannot be shown',
  ],
  [
    'an object with throwing getters',
    '{ get stack(): string { throw new Error("s") } }',
    'Thrown: something that cannot be shown',
  ],
  [
    'an error with a throwing message',
    'Object.defineProperty(new Error(), "message", { get() { throw new Error("m") } })',
    'Thrown: something that cannot be shown',
  ],
])('a cell may throw %s', async (_what, thrown, message) => {
  expect(await thrownBy(`throw (${thrown})`)).toMatchObject({ name: 'Error', message });
});

test.each([
  [
    'odd names',
    'Object.assign(new Error("x"), { name: 5, stack: { a: 1 } })',
    { name: 'Error', message: 'x', stack: [''] },
  ],
  [
    'a stack of its own',
    'Object.assign(new Error("x"), { stack: "forged\\nstack" })',
    { stack: ['forged', 'stack'] },
  ],
  ['a long message', 'new Error("m".repeat(1e6))', { message: 'm'.repeat(20_000) }],
  [
    'a class of its own',
    'new (class ShapeError extends TypeError { override name = "ShapeError" })("2 != 3")',
    { name: 'ShapeError', message: '2 != 3' },
  ],
])('an error with %s is told', async (_what, thrown, report) => {
  expect(await thrownBy(`throw ${thrown}`)).toMatchObject(report);
});

test('endless recursion is a RangeError with its place', async () => {
  const error = await thrownBy('function f(): number {\n  return f() + 1\n}\nf()');
  expect(error).toMatchObject({ name: 'RangeError', message: 'Maximum call stack size exceeded' });
  expect(error.stack[1]).toMatch(/^ {4}at f \(cell:c1:2:/);
});

test('an unhandled rejection during the cell is the cell’s error', async () => {
  const error = await thrownBy('void Promise.reject(new TypeError("nobody listens")); await 1; 5');
  expect(error).toMatchObject({ name: 'TypeError', message: 'nobody listens' });
});

test('a throw in a timer during the cell is the cell’s error', async () => {
  const error = await thrownBy(
    'setTimeout(() => { throw new Error("timer") }, 1); await new Promise((done) => setTimeout(done, 30))',
  );
  expect(error.message).toBe('timer');
  expect(error.stack[1]).toContain('cell:c1:1:26');
});

test('errors after the end of a cell are reported with the cell that started them', async () => {
  await withNotebook(async ({ run, events }) => {
    await run('const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))');
    await run(
      'setTimeout(() => { throw new Error("timer of 2") }, 5); void wait(10).then(() => { throw new Error("rejection of 2") }); 1',
    );
    expect(await run('await wait(40); 5')).toBe('5');
    const late = events.filter((event) => event.type === 'late-error');
    expect(late.map(({ cell, error }) => [cell, error.message])).toEqual([
      ['2', 'timer of 2'],
      ['2', 'rejection of 2'],
    ]);
    expect(late[0]!.error.stack[1]).toContain('cell:2:1:26');
    expect(await run('1 + 1')).toBe('2');
  });
});

test.each([
  ['const f: any = 5;', 'f()', 'f is not a function'],
  ['const o: any = { inner: {} };', 'o.inner.none()', 'o.inner.none is not a function'],
  ['const o: any = undefined;', 'o.inner', "Cannot read properties of undefined (reading 'inner')"],
])('a message names what the cell names: %s %s', async (earlier, cell, message) => {
  expect((await thrownBy(earlier, cell)).message).toBe(message);
});

test('errors that nobody handles cost no values once the WebAssembly backend is in use, which throws them again', async () => {
  await withNotebook(async ({ run, events }) => {
    await run(
      'import * as tf from "@tensorflow/tfjs"; import { useBackend } from "gradlab"; await useBackend("wasm"); const kept = 7; tf.getBackend()',
    );
    expect(await run('void Promise.reject(new TypeError("nobody listens")); await 1; 5')).toContain(
      'nobody listens',
    );
    await run('setTimeout(() => { throw new Error("later") }, 5); 1');
    expect(await run('await new Promise((done) => setTimeout(done, 60)); kept')).toBe('7');
    const late = events.filter((event) => event.type === 'late-error');
    expect(late.map(({ error }) => error.message)).toEqual(['later']);
  });
});

test('what a listener for unhandled errors throws itself is told, and it can be taken away', async () => {
  await withNotebook(async ({ run, events }) => {
    await run(
      'const heard: string[] = []; const listener = (error: Error) => { heard.push(error.message); throw new Error("of the listener") }; process.on("uncaughtException", listener); 1',
    );
    const fail = 'setTimeout(() => { throw new Error("of a timer") }, 1); 1';
    const wait = 'await new Promise((done) => setTimeout(done, 40)); heard.length';
    await run(fail);
    expect(await run(wait)).toBe('1');
    await run('process.removeListener("uncaughtException", listener); 1');
    await run(fail);
    expect(await run(wait)).toBe('1');
    const late = events.filter((event) => event.type === 'late-error');
    expect(late.map(({ error }) => error.message)).toEqual(['of a timer', 'of the listener', 'of a timer']);
  });
});

test('of several unhandled rejections the first is the cell’s error', async () => {
  expect(
    (
      await thrownBy(
        'void Promise.reject(new Error("first")); void Promise.reject(new Error("second")); await 1',
      )
    ).message,
  ).toBe('first');
});
