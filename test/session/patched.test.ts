import { expect, test } from 'vitest';
import { withNotebook } from './run-cells.js';

// A cell may replace built-ins. The session then answers, or dies with a reason; it does not hang and is not misread.
const THROW = '(() => { throw new Error("patched") })';
const NONSENSE: [string, Record<string, string>][] = [
  [
    'methods of arrays',
    {
      'Array.prototype.map': '(() => 42)',
      'Array.prototype.push': THROW,
      'Array.prototype.filter': '(() => null)',
      'Array.prototype.join': '(() => "forged")',
      'Array.prototype.slice': '(() => [])',
      'Array.prototype.find': '(() => undefined)',
      'Array.prototype.shift': '(() => undefined)',
      'Array.prototype.concat': THROW,
      'Array.prototype.forEach': '(() => undefined)',
      'Array.prototype.flatMap': '(() => [])',
    },
  ],
  ['how arrays are iterated', { 'Array.prototype[Symbol.iterator]': '(function* () {})' }],
  [
    'toJSON',
    {
      'Array.prototype.toJSON': '(() => "forged")',
      'Object.prototype.toJSON': '(() => "forged")',
      'String.prototype.toJSON': '(() => "forged")',
    },
  ],
  [
    'functions of Array and JSON',
    {
      'Array.isArray': '(() => false)',
      'Array.from': '(() => [])',
      'JSON.stringify': '(() => "{}")',
      'JSON.parse': '(() => ({}))',
    },
  ],
  [
    'functions of Object',
    {
      'Object.keys': '(() => ["forged"])',
      'Object.entries': '(() => [])',
      'Object.assign': '(() => ({}))',
      'Object.create': '(() => ({ forged: 1 }))',
      'Object.hasOwn': '(() => true)',
      'Object.freeze': '(() => null)',
      'Object.setPrototypeOf': '(() => null)',
      'Object.prototype.hasOwnProperty': '(() => true)',
      'Object.prototype.toString': '(() => "forged")',
      'Object.defineProperty': '((o: unknown) => o)',
    },
  ],
  [
    'methods of maps and sets',
    {
      'Map.prototype.get': '(() => 42)',
      'Map.prototype.set': '(() => 42)',
      'Map.prototype.has': '(() => true)',
      'Set.prototype.has': '(() => true)',
      'WeakMap.prototype.get': '(() => 42)',
    },
  ],
  [
    'promises',
    {
      'Promise.prototype.then': '(() => undefined)',
      'Promise.prototype.catch': '(() => undefined)',
      'Promise.prototype.finally': '(() => undefined)',
      'Promise.resolve': THROW,
      Promise: `function () { throw new Error("patched") }`,
    },
  ],
  [
    'methods of strings',
    {
      'String.prototype.split': '(() => 42)',
      'String.prototype.slice': '(() => "forged")',
      'String.prototype.includes': '(() => true)',
      'String.prototype.startsWith': '(() => true)',
      'String.prototype.replace': '(() => "forged")',
      'String.prototype.matchAll': '(() => [])',
      String: '(() => "forged")',
    },
  ],
  [
    'numbers',
    {
      'Number.prototype.toString': '(() => "forged")',
      'BigInt.prototype.toString': '(() => "1")',
      BigInt: '(() => 5)',
      Number: '(() => 5)',
      'Object.is': '(() => true)',
      'Math.min': '(() => NaN)',
      'Math.round': '(() => NaN)',
    },
  ],
  [
    'errors',
    {
      'Error.prototype.toString': '(() => "forged")',
      'Error.captureStackTrace': THROW,
      'Error.prepareStackTrace': '(() => 42)',
    },
  ],
  [
    'functions of functions',
    {
      'Reflect.apply': '(() => "forged")',
      'Function.prototype.call': '(() => "forged")',
      'Function.prototype.bind': '(() => () => "forged")',
    },
  ],
  [
    'buffers',
    {
      'Buffer.from': THROW,
      'Buffer.concat': THROW,
      'Buffer.alloc': THROW,
      'Buffer.allocUnsafe': THROW,
      'Buffer.prototype.toString': '(() => "forged")',
      'Buffer.prototype.subarray': THROW,
      'Buffer.prototype.copy': THROW,
      'Uint8Array.prototype.set': THROW,
      'Float32Array.prototype[Symbol.iterator]': THROW,
      'ArrayBuffer.isView': '(() => true)',
    },
  ],
  [
    'timers, console and process',
    {
      'process.exit': '(() => undefined)',
      'process.kill': '(() => undefined)',
      'process.reallyExit': '(() => undefined)',
      setImmediate: '(() => undefined)',
      setTimeout: '(() => undefined)',
      console: '{}',
    },
  ],
];

test.each(NONSENSE)('the books of the session hold when a cell replaces %s', async (_what, replaced) => {
  await withNotebook(async ({ session }) => {
    await session.execute('before', 'const kept = 41; let counter = 0; const rows = [1, { a: NaN }]');
    const assignments = Object.entries(replaced).map(([name, nonsense]) => `${name} = ${nonsense};`);
    await session.execute('patches', `// @ts-nocheck\n${assignments.join('\n')}\nundefined`);
    expect(await session.execute('after', 'counter = kept + 1; class A { x = 1 }\ncounter')).toMatchObject({
      status: 'ok',
      value: { 'text/plain': expect.any(String) },
    });
    expect(
      await session.execute('throws', 'counter = 43; throw new RangeError("thrown here")'),
    ).toMatchObject({ status: 'error', error: { name: 'RangeError', message: 'thrown here' } });
    expect(
      await session.probe(
        'exports.p = { run: (nb, input) => [nb.value("counter"), nb.value("rows"), nb.has("A"), nb.has("B"), input] }',
        'p',
        { seed: 7, list: [-0, undefined] },
      ),
    ).toEqual({
      status: 'returned',
      value: [43, [1, { a: NaN }], true, false, { seed: 7, list: [-0, undefined] }],
    });
    expect(await session.execute('types', 'const wrong: string = counter')).toMatchObject({
      status: 'error',
      diagnostics: [{ code: 2322 }],
    });
  });
});

// Node itself needs these.
test.each([
  ['RegExp.prototype.exec', '(() => null)'],
  ['RegExp.prototype.test', '(() => true)'],
  ['Function.prototype.apply', '(() => "forged")'],
  ['require("node:events").prototype.emit', '(() => false)'],
  ['require("node:vm").runInThisContext', '(() => null)'],
  ['require("node:fs").writeSync', '(() => 0)'],
  ['require("node:path").join', THROW],
])('a cell that replaces %s gets an answer, or the session an end with a reason', async (name, nonsense) => {
  await withNotebook(async ({ session }) => {
    await session.execute('patches', `// @ts-nocheck\n${name} = ${nonsense}; undefined`, 3000);
    const outcome = await session.execute('after', '1 + 1', 3000);
    if (outcome.status === 'ok') expect(outcome.value).toEqual({ 'text/plain': '2' });
    else expect(outcome).toMatchObject({ reason: expect.stringMatching(/./) });
  });
});

// Where marks depend on it, probes find the built-ins that they are written with.
const GRADING = { role: 'grading' } as const;
const probing = (body: string) => `exports.p = { run: async (nb) => { ${body} } }`;

test('a probe of the grader finds built-ins as they were, and what cells have added', async () => {
  await withNotebook(async ({ session }) => {
    const patches = `// @ts-nocheck
      const random = () => 0.25;
      Array.prototype.every = () => true;
      Array.prototype[Symbol.iterator] = function* () {};
      Object.fromEntries = () => ({});
      Math.round = () => 3;
      Math.random = random;
      String.prototype.trim = () => 'x';
      globalThis.Set = class { size = 7 };
      RegExp.prototype.exec = () => ['8'];
      RegExp.prototype[Symbol.replace] = () => 'y';
      Object.getPrototypeOf(function* () {}).prototype.next = () => ({ done: true });
      Object.defineProperty(Promise.prototype, 'constructor', { get: () => class {}, configurable: true });
      Promise.prototype.then = (done) => done(9);
      Object.defineProperty(Object.prototype, 'shown', { value: true, configurable: true });
      Object.prototype.get = () => 1;
      Array.prototype.toJSON = () => 'forged';
      Float32Array.prototype[Symbol.iterator] = function* () { yield 10; };
      Float32Array.prototype.every = () => true;
      Object.setPrototypeOf(Uint8Array, { from: () => [11] });
      Array.prototype.sum = function () { return this.reduce((a, b) => a + b, 0); };`;
    expect(await session.execute('patches', patches)).toMatchObject({ status: 'ok' });
    const probe = probing(`const [first, ...others] = [1, 2, 3];
      return [
        [false].every((it) => it), first, others, Object.fromEntries([['a', 1]]), Math.round(1.2), ' '.trim(), new Set([1]).size,
        {}.shown, {}.get, JSON.stringify([1]), Math.random(), [1, 2].sum(),
        /./.exec('a')[0], 'b'.replace(/./, 'c'), [...(function* () { yield 4; })()], await (async () => 5)(),
        ...new Float32Array([6]), new Float32Array(1).every((it) => it), Uint8Array.from([7])[0],
      ];`);
    expect(await session.probe(probe, 'p', null)).toEqual({
      status: 'returned',
      value: [
        false,
        1,
        [2, 3],
        { a: 1 },
        1,
        '',
        1,
        undefined,
        undefined,
        '[1]',
        0.25,
        3,
        'a',
        'c',
        [4],
        5,
        6,
        false,
        7,
      ],
    });
  }, GRADING);
});

test.each([
  'Array.prototype.every = () => true',
  'Array.prototype[Symbol.iterator] = () => true',
  'Object.getPrototypeOf([].values()).next = () => ({ done: true })',
  'Object.prototype.shown = true',
  'Math.round = () => 3',
  'globalThis.Set = class {}',
  'Function.prototype.call = () => 3',
  'Set.prototype.has = () => true',
  'RegExp.prototype.test = () => true',
  'Promise.prototype.then = (done) => done(3)',
  'Float32Array.prototype[Symbol.iterator] = () => true',
])('code that does %s while a probe of the grader calls it throws', async (patch) => {
  await withNotebook(async ({ session }) => {
    await session.execute('patches', `// @ts-nocheck\nfunction answer() { ${patch}; return 1; }`);
    expect(await session.probe(probing('return nb.value("answer")()'), 'p', null)).toMatchObject({
      status: 'error',
      error: { name: 'TypeError' },
    });
  }, GRADING);
});

test('a probe of the grader says nothing beside a built-in that a cell has replaced for good', async () => {
  await withNotebook(async ({ session }) => {
    const patch = `Object.defineProperty(Array.prototype, 'every', { value: () => true, configurable: false, writable: false });`;
    await session.execute('patches', patch);
    expect(await session.probe(probing('return [false].every((it) => it)'), 'p', null)).toMatchObject({
      status: 'error',
      error: { name: 'TypeError', message: 'Cannot redefine property: every' },
    });
  }, GRADING);
});

test('what a probe has seen displayed is plain data', async () => {
  await withNotebook(async ({ session }) => {
    const source = `// @ts-nocheck
      class Trace { constructor() { this.x = [1]; } get zmin() { return 0; } }
      let reads = 0;
      const shows = () => globalThis[Symbol.for('gradlab.host')].display({
        'text/plain': new Trace(),
        'x/read': { get once() { return ++reads; } },
      });`;
    await session.execute('shows', source);
    const probe = probing(
      'nb.value("shows")(); const [it] = nb.displayed; return [it["text/plain"].zmin, it["text/plain"].x, it["x/read"].once, it["x/read"].once];',
    );
    expect(await session.probe(probe, 'p', null)).toEqual({
      status: 'returned',
      value: [undefined, [1], 1, 1],
    });
  });
});
