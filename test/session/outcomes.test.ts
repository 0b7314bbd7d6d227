import fs from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { openNotebook, runCells, withNotebook, type OpenNotebook } from './run-cells.js';

let notebook: (OpenNotebook & { close(): Promise<void> }) | undefined;
afterEach(() => notebook?.close());

/** For cells that never end: how busy the machine is does not matter. */
const TIMEOUT_MS = 300;

test.each([
  ['a loop', 'for (;;) {}', { status: 'timeout', reason: 'Still running after 0.3 s' }],
  ['a loop after an await', 'await 1; for (;;) {}', { status: 'timeout' }],
  ['an await that never ends', 'await new Promise(() => {})', { status: 'timeout' }],
  ['an async loop', 'for (;;) await new Promise((done) => setImmediate(done))', { status: 'timeout' }],
  ['a loop of microtasks', 'for (;;) await null', { status: 'timeout' }],
  [
    'a loop in a microtask that is not awaited',
    'void (async () => { for (;;) await null })()',
    { status: 'timeout' },
  ],
  ['a regular expression that backtracks', '/^(a+)+$/.test("a".repeat(40) + "b")', { status: 'timeout' }],
  [
    'a loop while its value is shown',
    '({ [Symbol.for("Jupyter.display")]() { for (;;) {} } })',
    { status: 'timeout' },
  ],
  ['Atomics.wait', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', { status: 'timeout' }],
])('%s ends at the deadline, with the values lost', async (_what, source, outcome) => {
  notebook = await openNotebook();
  expect(await notebook.session.execute('loop', source, TIMEOUT_MS)).toMatchObject({
    ...outcome,
    lost: true,
  });
  expect(notebook.session.death).toMatchObject({ kind: 'timeout' });
  expect(await notebook.session.execute('next', '1')).toMatchObject({
    status: 'notRun',
    reason: 'Still running after 0.3 s',
  });
  expect(await notebook.session.probe('', 'x', 1)).toEqual({
    status: 'notRun',
    reason: 'Still running after 0.3 s',
  });
});

test.each([
  ['process.exit', 'process.exit(0)', /^The process ended itself with exit code 0/],
  [
    'process.exit in a timer',
    'setTimeout(() => process.exit(3), 1); await new Promise(() => {})',
    /exit code 3/,
  ],
  [
    'process.kill of itself',
    'process.kill(process.pid); await new Promise(() => {})',
    /^The process was ended by signal SIGTERM/,
  ],
  ['SIGKILL of itself', 'process.kill(process.pid, "SIGKILL")', /signal SIGKILL/],
  [
    'removing the handlers and throwing',
    'process.removeAllListeners("uncaughtException"); process.removeAllListeners("unhandledRejection"); setTimeout(() => { throw new Error("x") }, 1); await new Promise(() => {})',
    /exit code [17]/,
  ],
  ['closing descriptor 3', 'import fs from "node:fs"\nfs.closeSync(3); console.log(1)', /exit code|ended/],
])('%s ends the session with a clear reason', async (_what, source, reason) => {
  notebook = await openNotebook();
  expect(await notebook.session.execute('end', source, 20_000)).toMatchObject({
    status: 'crashed',
    lost: true,
    reason: expect.stringMatching(reason),
  });
  expect(await notebook.session.execute('next', '1')).toMatchObject({
    status: 'notRun',
    reason: expect.stringMatching(reason),
  });
});

test('what was printed before the end has arrived', async () => {
  notebook = await openNotebook();
  await notebook.session.execute('end', 'for (let i = 0; i < 1000; i++) console.log(i); process.exit(0)');
  expect(notebook.printed().split('\n')).toHaveLength(1001);
  const looping = await openNotebook();
  await looping.session.execute('loop', 'console.log("before"); for (;;) {}', 2000);
  expect(looping.printed()).toBe('before\n');
  await looping.close();
});

test.each([
  ['the heap', 'const kept: unknown[] = []; for (;;) kept.push(new Array(1e4).fill(0.5))'],
  ['buffers', 'const kept: Buffer[] = []; for (;;) { kept.push(Buffer.alloc(32 << 20, 1)); await 1 }'],
  ['one array', 'const all = [1]; for (;;) all.push(...all.slice(0, 1e5))'],
])('running out of memory in %s ends the session with a clear reason', async (_what, source) => {
  notebook = await openNotebook({ limits: { memoryMiB: 256 } });
  expect(await notebook.session.execute('eats', source)).toMatchObject({
    status: 'crashed',
    lost: true,
    reason: expect.stringMatching(/^Out of memory: /),
  });
});

test('an allocation that the engine refuses is an error of the cell', async () => {
  expect(await runCells('new Array(-1)', '"x".repeat(2 ** 30)', 'Buffer.alloc(2 ** 53)', '1')).toEqual([
    'RangeError: Invalid array length',
    'RangeError: Invalid string length',
    expect.stringMatching(/^RangeError: /),
    '1',
  ]);
});

test('the next session starts clean after each kind of end', async () => {
  for (const end of [
    'process.exit(1)',
    'declare const n: number; const s: string = n',
    'const = 5',
    'globalThis.JSON = null as never; 1',
  ])
    await runCells('const leaked = 1', end);
  expect(await runCells('leaked', 'JSON.stringify({ a: 1 })')).toEqual(['TS2304 1:1', `'{"a":1}'`]);
});

test('close() ends a running cell', async () => {
  notebook = await openNotebook();
  const running = notebook.session.execute('loop', 'console.log("runs"); for (;;) {}');
  await expect.poll(() => notebook!.printed()).toBe('runs\n');
  await notebook.close();
  expect(await running).toMatchObject({ status: 'crashed', reason: 'The session was closed' });
});

/** Nobody may have collected a process that has ended: it is a zombie then. */
const alive = (pid: number) =>
  fs.existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));

test.runIf(process.platform === 'linux').each([
  ['close', '1'],
  ['the deadline', 'for (;;) {}'],
  ['process.exit', 'process.exit(0)'],
])(
  'processes that a cell has started, detached or holding its pipes, end with the session: %s',
  async (_how, source) => {
    notebook = await openNotebook();
    const spawnThem = `import { spawn } from 'node:child_process'
const sleep = (options: object) => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], options as never).pid!
const pids = [sleep({ stdio: 'ignore' }), sleep({ detached: true, stdio: 'ignore' }), sleep({ detached: true, stdio: 'inherit' })]
pids.join()`;
    const pids = (await notebook.run(spawnThem)).replaceAll("'", '').split(',').map(Number);
    expect(pids.map(alive)).toEqual([true, true, true]);
    await notebook.session.execute('end', source, TIMEOUT_MS);
    await notebook.close();
    await expect.poll(() => pids.map(alive)).toEqual([false, false, false]);
  },
);

test('an unreadable working folder is an error of the start', async () => {
  await expect(withNotebook(async () => 1, { cwd: '/no/such/folder' })).rejects.toThrow(
    'Cannot start a session: The process cannot enter its working folder',
  );
});
