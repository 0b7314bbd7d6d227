import { expect, test } from 'vitest';
import { sharedNotebook } from './run-cells.js';

// One session for all: no test here leaves anything behind.
const notebook = sharedNotebook();

test.each([
  ['a number', '0.1 + 0.2', '0.30000000000000004'],
  ['negative zero', '-0', '-0'],
  ['NaN', '0 / 0', 'NaN'],
  ['a bigint', '2n ** 64n', '18446744073709551616n'],
  ['a string', '"a\\nb"', "'a\\nb'"],
  ['null', 'null', 'null'],
  ['false', 'false', 'false'],
  ['a symbol', 'Symbol("s")', 'Symbol(s)'],
  ['an object', '({ a: [1, { b: 2 }] })', '{ a: [ 1, { b: 2 } ] }'],
  ['a map', 'new Map([["a", 1]])', "Map(1) { 'a' => 1 }"],
  ['a typed array', 'Float32Array.of(1, NaN)', 'Float32Array(2) [ 1, NaN ]'],
  ['an instance', 'new (class Net { layers = 2 })()', 'Net { layers: 2 }'],
  ['a cycle', '(() => { const o: any = {}; o.self = o; return o })()', '<ref *1> { self: [Circular *1] }'],
  ['an error that is not thrown', 'new RangeError("r").message', "'r'"],
])('shows %s', async (_what, source, shown) => {
  expect(await notebook.run(source)).toBe(shown);
});

test.each([
  ['undefined', 'undefined'],
  ['void', 'void 0'],
  ['a call without a result', '(() => {})()'],
  ['console.log', 'console.log(1)'],
])('shows nothing for %s', async (_what, source) => {
  const outcome = await notebook.session.execute('nothing', source);
  expect(outcome).toEqual({ status: 'ok', seconds: expect.anything() });
});

test('shows promises without waiting for them, and without marks of how cells are told apart', async () => {
  expect(await notebook.run('Promise.resolve(3)')).toBe('Promise { 3 }');
  expect(await notebook.run('new Promise(() => {})')).toBe('Promise { <pending> }');
});

test('shows tensors with dtype, rank, shape and values', async () => {
  expect(await notebook.run('import * as tf from "@tensorflow/tfjs"\ntf.tensor2d([[1, 2], [3, 4]])')).toBe(
    'Tensor\n  dtype: float32\n  rank: 2\n  shape: [2,2]\n  values:\n    [[1, 2],\n     [3, 4]]',
  );
  expect(await notebook.run('const gone = tf.scalar(1, "int32"); gone.dispose(); gone')).toMatch(
    /isDisposed/,
  );
});

test('an object that knows how to show itself is shown so', async () => {
  // As Node's `inspect` writes one.
  const isWithBrackets = Number.parseInt(process.versions.node) < 24;
  const symbol = isWithBrackets ? '[Symbol(Jupyter.display)]' : 'Symbol(Jupyter.display)';
  const outcome = await notebook.session.execute(
    'j',
    '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>1</b>", "application/json": { a: NaN } }) })',
  );
  expect(outcome).toMatchObject({
    status: 'ok',
    value: {
      'text/html': '<b>1</b>',
      'application/json': { a: NaN },
      'text/plain': `{ ${symbol}: [Function: [Jupyter.display]] }`, // For who shows nothing else.
    },
  });
});

test.each([
  [
    'throws from its display',
    '({ [Symbol.for("Jupyter.display")]() { throw new Error("no picture") } })',
    '[value that cannot be shown: no picture]',
  ],
  [
    'throws from inspect',
    '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no text") } })',
    '[value that cannot be shown: no text]',
  ],
  [
    'throws nothing readable',
    '({ [Symbol.for("Jupyter.display")]() { throw null } })',
    '[value that cannot be shown: Thrown: null]',
  ],
  [
    'has a picture that does not travel',
    '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": () => 1 }) })',
    '[value that cannot be shown: Cannot send a function]',
  ],
  [
    'has a picture without an end',
    '(() => { const o: any = {}; o.o = o; return { [Symbol.for("Jupyter.display")]: () => o } })()',
    '[value that cannot be shown: Cannot send a value nested deeper than 32 levels]',
  ],
  [
    'pretends to be a tensor',
    '({ dtype: 1, shape: 1, dataSync: 1, toString: () => () => 1 })',
    '[value that cannot be shown: Cannot send a function]',
  ],
  [
    'throws from every trap',
    'new Proxy({}, { get() { throw new Error("trap") } })',
    '[value that cannot be shown: trap]',
  ],
])('a value that %s does no harm', async (_what, source, shown) => {
  expect(await notebook.run(source)).toBe(shown);
});

test('a value with a throwing getter is shown with the getter unread', async () => {
  expect(await notebook.run('({ get bad(): number { throw new Error("read") } })')).toBe('{ bad: [Getter] }');
});

test('a huge value is shown cut, as inspect cuts it', async () => {
  const shown = await notebook.run('Array.from({ length: 1e6 }, (_, i) => i)');
  expect(shown).toMatch(/999900 more items/);
  expect(shown.length).toBeLessThan(2000);
});
