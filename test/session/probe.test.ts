import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNotebook, withNotebook, type OpenNotebook } from './run-cells.js';

let notebook: OpenNotebook & { close(): Promise<void> };
beforeAll(async () => {
  notebook = await openNotebook();
  await notebook.run(`let learningRate = 0.1; const weights = Float32Array.of(1, NaN)
function rate() { return learningRate }
async function slow() { await 1; return rate() }`);
  await notebook.run('function viaRate() { return rate() * 2 }');
});
afterAll(() => notebook.close());

/** Runs the body of a probe, with `nb` and `input`. */
const probe = (body: string, input?: unknown) =>
  notebook.session.probe(`exports.p = { async run(nb, input) { ${body} } }`, 'p', input);

test.each([
  [
    'NaN, infinities and negative zero',
    '[NaN, Infinity, -Infinity, -0, 0]',
    [NaN, Infinity, -Infinity, -0, 0],
  ],
  [
    'undefined and null',
    '{ a: undefined, b: null, c: [undefined] }',
    { a: undefined, b: null, c: [undefined] },
  ],
  ['bigints', '[0n, -5n, 2n ** 200n]', [0n, -5n, 2n ** 200n]],
  [
    'typed arrays',
    '{ a: Float32Array.of(0.5, NaN, -0), b: Uint8ClampedArray.of(300), c: new Float64Array(0) }',
    { a: Float32Array.of(0.5, NaN, -0), b: Uint8ClampedArray.of(255), c: new Float64Array(0) },
  ],
  ['strings of any kind', '["", "ü🙂", "\\u0000", "\\ud800"]', ['', 'ü🙂', '\0', '\ud800']],
  [
    'objects with a key $',
    '{ $: "number", v: "NaN", more: { $: 1 } }',
    { $: 'number', v: 'NaN', more: { $: 1 } },
  ],
  [
    'keys like __proto__',
    'JSON.parse(`{"__proto__": 1, "constructor": 2}`)',
    JSON.parse('{"__proto__": 1, "constructor": 2}') as unknown,
  ],
  ['holes', '[1, , 3]', [1, undefined, 3]],
  [
    'own keys only',
    'Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })',
    { own: 2 },
  ],
  ['undefined alone', 'undefined', undefined],
])('a probe returns %s', async (_what, expression, value) => {
  expect(await probe(`return ${expression}`)).toEqual({ status: 'returned', value });
  // And takes it as input.
  expect(await probe('return input', value)).toEqual({ status: 'returned', value });
});

test('a probe reads names as a new cell would, awaits, and knows what exists', async () => {
  expect(
    await probe(
      'return [nb.value("learningRate"), await nb.value("slow")(), nb.has("rate"), nb.has("nothing"), [...nb.value("weights")]]',
    ),
  ).toEqual({ status: 'returned', value: [0.1, 0.1, true, false, [1, NaN]] });
  expect(await probe('return nb.value("nothing")')).toMatchObject({
    status: 'error',
    error: { name: 'ReferenceError', message: 'nothing is not defined' },
  });
});

test('stand-ins count across cells, can be assigned, and end with the probe', async () => {
  expect(
    await probe(
      'nb.standIn("rate", () => 7); nb.standIn("extra", 1); return [nb.value("viaRate")(), nb.value("rate")(), nb.value("extra")]',
    ),
  ).toEqual({ status: 'returned', value: [14, 7, 1] });
  expect(
    await probe('nb.standIn("rate", () => 1); nb.standIn("rate", () => 2); throw new Error("x")'),
  ).toMatchObject({ status: 'error' });
  expect(await probe('return [nb.value("viaRate")(), nb.has("extra")]')).toEqual({
    status: 'returned',
    value: [0.2, false],
  });
  expect(await notebook.run('viaRate()')).toBe('0.2');
  await notebook.run('let total = 1; const twice = () => total * 2');
  await notebook.run('function add() { total += 1; return total }');
  expect(await probe('nb.standIn("total", 10); return [nb.value("add")(), nb.value("total")]')).toEqual({
    status: 'returned',
    value: [11, 11],
  });
  expect(await notebook.run('[total, twice()]')).toBe('[ 1, 2 ]');
});

test('a cell held ready defines nothing until a probe runs it, with stand-ins, and its names are forgotten after', async () => {
  const { session } = notebook;
  await notebook.run('const before = 1; async function train(n: number) { return `trained ${n}` }');
  expect(
    await session.prepare(
      'experiment',
      'const history = await train(30)\nconsole.log(history)\nconst before = 2',
    ),
  ).toMatchObject({ status: 'ok' });
  expect(await probe('return [nb.has("history"), nb.value("before")]')).toEqual({
    status: 'returned',
    value: [false, 1],
  });
  expect(
    await probe(`const calls = []; nb.standIn('train', async (...args) => (calls.push(args), 'stood in'));
      await nb.runCell('experiment'); return { calls, printed: nb.printed }`),
  ).toEqual({ status: 'returned', value: { calls: [[30]], printed: 'stood in\n' } });
  // Twice, and a cell that has run before, too.
  expect(await probe('await nb.runCell("experiment"); return nb.printed')).toEqual({
    status: 'returned',
    value: 'trained 30\n',
  });
  expect(await probe('return [nb.has("history"), nb.value("before")]')).toEqual({
    status: 'returned',
    value: [false, 1],
  });
});

test('an error of a cell that a probe runs is told with its place; a cell that is not there or does not compile is an error', async () => {
  const { session } = notebook;
  await session.prepare('throws', '// the first line\nthrow new RangeError("in the cell")');
  const outcome = await probe('await nb.runCell("throws")');
  expect(outcome).toMatchObject({ status: 'error', error: { name: 'RangeError', message: 'in the cell' } });
  expect(outcome.status === 'error' && outcome.error.stack[1]).toMatch(/throws:2:7/);
  expect(await probe('await nb.runCell("nowhere")')).toMatchObject({
    status: 'error',
    error: { name: 'ReferenceError', message: 'The cell "nowhere" is not there' },
  });
  expect(await session.prepare('wrong-type', 'const n: number = "one"')).toMatchObject({
    status: 'error',
    error: { name: 'CompileError' },
  });
});

test('what is printed and displayed goes to the probe, not to the notebook', async () => {
  const before = notebook.events.length;
  const outcome = await probe(`console.log('a', 1); console.error('not here'); console.log('b');
    globalThis[Symbol.for('gradlab.host')].display({ 'text/plain': 'shown' }); return { printed: nb.printed, displayed: nb.displayed }`);
  expect(outcome).toEqual({
    status: 'returned',
    value: { printed: 'a 1\nb\n', displayed: [{ 'text/plain': 'shown' }] },
  });
  expect(await probe('return [nb.printed, nb.displayed]')).toEqual({ status: 'returned', value: ['', []] });
  expect(notebook.events.length).toBe(before);
  await notebook.run('console.log("again")');
  expect(notebook.events.slice(before)).toMatchObject([{ text: 'again\n' }]);
});

test('output of a probe is kept up to a limit', async () => {
  expect(
    await probe(
      'for (let i = 0; i < 3000; i++) console.log("x".repeat(999)); for (let i = 0; i < 300; i++) globalThis[Symbol.for("gradlab.host")].display({ i }); return [nb.printed.length < 1_100_000, nb.displayed.length]',
    ),
  ).toEqual({ status: 'returned', value: [true, 100] });
});

test.each([
  ['a function', '() => 1', 'Cannot send a function'],
  ['a symbol inside', '{ a: [Symbol()] }', 'Cannot send a symbol'],
  [
    'a cycle',
    '(() => { const o = {}; o.o = o; return o })()',
    'Cannot send a value nested deeper than 32 levels',
  ],
  [
    '40 levels',
    '(() => { let o = 1; for (let i = 0; i < 40; i++) o = [o]; return o })()',
    'Cannot send a value nested deeper than 32 levels',
  ],
  ['a throwing getter', '{ get a() { throw new TypeError("read") } }', 'read'],
  ['a proxy that throws', 'new Proxy({}, { ownKeys() { throw new Error("trap") } })', 'trap'],
  [
    'a proxy without an end',
    'new Proxy([], { get: (t, k) => (k === "length" ? Infinity : 0) })',
    'Cannot send more than 4194304 values at once',
  ],
  ['too many numbers', 'new Float32Array(5e6)', 'Cannot send more than 4194304 values at once'],
  [
    'an array shared by itself 30 times',
    '(() => { let o = [1, 1]; for (let i = 0; i < 30; i++) o = [o, o]; return o })()',
    'Cannot send more than 524288 lists, objects and special numbers at once',
  ],
  ['a bigint of 500 digits', '10n ** 500n', 'Cannot send a bigint of more than 400 digits'],
  ['a buffer of another kind', 'new BigInt64Array(1)', 'Cannot send this kind of buffer'],
])('a result that cannot be sent is an error of the probe: %s', async (_what, expression, message) => {
  expect(await probe(`return ${expression}`)).toMatchObject({ status: 'error', error: { message } });
  expect(await notebook.run('1 + 1')).toBe('2');
});

test('a result longer than the session reads is an error of the probe', async () => {
  await withNotebook(
    async ({ session, run }) => {
      expect(await session.probe('exports.p = { run: () => "x".repeat(30 << 20) }', 'p', null)).toMatchObject(
        { status: 'error', error: { message: 'Cannot send 30 MiB at once: at most 17 MiB are allowed' } },
      );
      expect(await run('1')).toBe('1');
    },
    { limits: { maxOutputBytes: 1 << 20 } },
  );
});

test('an error of the student’s code is told with its place', async () => {
  await notebook.run('function broken(): never {\n  throw new RangeError("inside")\n}');
  const outcome = await probe('return nb.value("broken")()');
  expect(outcome).toMatchObject({ status: 'error', error: { name: 'RangeError', message: 'inside' } });
  expect(outcome.status === 'error' && outcome.error.stack[1]).toMatch(/broken \(cell:\d+:2:9\)/);
  for (const thrown of [
    'null',
    '"text"',
    'new Proxy({}, { get() { throw 1 }, has() { throw 1 }, getPrototypeOf() { throw 1 } })',
  ]) {
    expect(await probe(`throw ${thrown}`)).toMatchObject({
      status: 'error',
      error: { message: expect.stringMatching(/^Thrown: /) },
    });
  }
});

test('a module of probes that does not load, or lacks the probe, is an error', async () => {
  expect(await notebook.session.probe('syntax error here', 'p', null)).toMatchObject({
    status: 'error',
    error: { name: 'SyntaxError' },
  });
  expect(await notebook.session.probe('exports.other = 1', 'p', null)).toMatchObject({
    status: 'error',
    error: { name: 'TypeError' },
  });
});

test('a rejection that nobody handles does not end the probe’s session', async () => {
  expect(
    await probe(
      'void Promise.reject(new Error("late")); await new Promise((done) => setTimeout(done, 20)); return 5',
    ),
  ).toEqual({ status: 'returned', value: 5 });
  expect(notebook.events.at(-1)).toMatchObject({ type: 'late-error', error: { message: 'late' } });
});

test.each([
  ['never resolves', 'await new Promise(() => {})', 'timeout'],
  ['loops', 'for (;;) {}', 'timeout'],
  ['exits', 'process.exit(0)', 'crashed'],
])('a probe that %s ends the session with a reason', async (_what, body, status) => {
  await withNotebook(async ({ session }) => {
    expect(await session.probe(`exports.p = { async run() { ${body} } }`, 'p', null, 1000)).toMatchObject({
      status,
      reason: expect.any(String),
    });
    expect(await session.probe('exports.p = { run: () => 1 }', 'p', null)).toMatchObject({
      status: 'notRun',
    });
  });
});
