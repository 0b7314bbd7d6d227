import { expect, test } from 'vitest';
import { openNotebook, withNotebook } from './run-cells.js';

// A cell may replace built-ins. The session then answers, or dies with a reason; it does not hang and is not misread.
const NONSENSE: [string, string][] = [
  ['Array.prototype.map', '(() => 42)'],
  ['Array.prototype.push', '(() => { throw new Error("patched") })'],
  ['Array.prototype.filter', '(() => null)'],
  ['Array.prototype.join', '(() => "forged")'],
  ['Array.prototype.slice', '(() => [])'],
  ['Array.prototype.find', '(() => undefined)'],
  ['Array.prototype.shift', '(() => undefined)'],
  ['Array.prototype.toJSON', '(() => "forged")'],
  ['Array.prototype[Symbol.iterator]', '(function* () {})'],
  ['Array.isArray', '(() => false)'],
  ['Array.from', '(() => [])'],
  ['JSON.stringify', '(() => "{}")'],
  ['JSON.parse', '(() => ({}))'],
  ['Object.keys', '(() => ["forged"])'],
  ['Object.assign', '(() => ({}))'],
  ['Object.create', '(() => ({ forged: 1 }))'],
  ['Object.hasOwn', '(() => true)'],
  ['Object.defineProperty', '((o: unknown) => o)'],
  ['Object.prototype.toJSON', '(() => "forged")'],
  ['Object.prototype.toString', '(() => "forged")'],
  ['Object.prototype.hasOwnProperty', '(() => true)'],
  ['Map.prototype.get', '(() => 42)'],
  ['Map.prototype.set', '(() => 42)'],
  ['Map.prototype.has', '(() => true)'],
  ['Promise.prototype.then', '(() => undefined)'],
  ['Promise.prototype.catch', '(() => undefined)'],
  ['Promise', 'function () { throw new Error("patched") }'],
  ['String.prototype.split', '(() => 42)'],
  ['String.prototype.slice', '(() => "forged")'],
  ['String.prototype.includes', '(() => true)'],
  ['String.prototype.replace', '(() => "forged")'],
  ['String.prototype.matchAll', '(() => [])'],
  ['String', '(() => "forged")'],
  ['Number.prototype.toString', '(() => "forged")'],
  ['BigInt', '(() => 5)'],
  ['Error.prototype.toString', '(() => "forged")'],
  ['Error.prepareStackTrace', '(() => 42)'],
  ['Error.captureStackTrace', '(() => { throw new Error("patched") })'],
  ['Reflect.apply', '(() => "forged")'],
  ['Function.prototype.call', '(() => "forged")'],
  ['Function.prototype.apply', '(() => "forged")'],
  ['Function.prototype.bind', '(() => () => "forged")'],
  ['Buffer.from', '(() => { throw new Error("patched") })'],
  ['Buffer.concat', '(() => { throw new Error("patched") })'],
  ['Buffer.alloc', '(() => { throw new Error("patched") })'],
  ['Buffer.prototype.toString', '(() => "forged")'],
  ['Buffer.prototype.subarray', '(() => { throw new Error("patched") })'],
  ['Uint8Array.prototype.set', '(() => { throw new Error("patched") })'],
  ['process.exit', '(() => undefined)'],
  ['process.kill', '(() => undefined)'],
  ['setImmediate', '(() => undefined)'],
  ['setTimeout', '(() => undefined)'],
  ['console', '{}'],
];

test.each(NONSENSE)('the books of the session hold when a cell replaces %s', async (name, nonsense) => {
  await withNotebook(async ({ session }) => {
    await session.execute('before', 'const kept = 41; let counter = 0; const rows = [1, { a: NaN }]');
    await session.execute('patches', `// @ts-nocheck\n${name} = ${nonsense}; undefined`);
    expect(await session.execute('after', 'counter = kept + 1; class A { x = 1 }\ncounter')).toMatchObject({ status: 'ok', value: { 'text/plain': expect.any(String) } });
    expect(await session.execute('throws', 'counter = 43; throw new RangeError("thrown here")')).toMatchObject({ status: 'error', error: { name: 'RangeError', message: 'thrown here' } });
    expect(await session.probe('exports.p = { run: (nb, input) => [nb.value("counter"), nb.value("rows"), input] }', 'p', { seed: 7n })).toEqual({
      status: 'returned',
      value: [43, [1, { a: NaN }], { seed: 7n }],
    });
    expect(await session.execute('types', 'const wrong: string = counter')).toMatchObject({ status: 'error', diagnostics: [{ code: 2322 }] });
  });
});

test.each([
  ['RegExp.prototype.exec', '(() => null)'],
  ['RegExp.prototype.test', '(() => true)'],
  ['Symbol.iterator', 'null'],
  ['Object.getPrototypeOf(async function () {}).constructor.prototype.then', '() => {}'],
  ['require("node:events").prototype.emit', '(() => false)'],
  ['require("node:vm").runInThisContext', '(() => null)'],
  ['require("node:fs").writeSync', '(() => 0)'],
  ['require("node:path").join', '(() => { throw new Error("patched") })'],
  ['globalThis', '{}'],
])('a cell that replaces %s gets an answer or the session a death with a reason', async (name, nonsense) => {
  const notebook = await openNotebook();
  try {
    await notebook.session.execute('patches', `// @ts-nocheck\n${name} = ${nonsense}; undefined`, 3000);
    const outcome = await notebook.session.execute('after', '1 + 1', 3000);
    if (outcome.status === 'ok') expect(outcome.value).toEqual({ 'text/plain': '2' });
    else expect(outcome).toMatchObject({ reason: expect.stringMatching(/./) });
  } finally {
    await notebook.close();
  }
});
