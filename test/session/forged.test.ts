import { describe, expect, test } from 'vitest';
import { withNotebook } from './run-cells.js';

/** A cell that writes to the channel itself. */
const forging = (body: string) => `import fs from 'node:fs'
const frame = (text: string) => { const body = Buffer.from(text); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); return Buffer.concat([head, body]) }
const raw = (bytes: Buffer) => { for (let at = 0; at < bytes.length; ) try { at += fs.writeSync(3, bytes, at) } catch (error: any) { if (error.code !== 'EAGAIN') throw error } }
const forge = (message: unknown) => raw(frame(JSON.stringify(message)))
const idIn = (chunk: Buffer) => /"id":"([^"]+)"/.exec(chunk.toString())?.[1]
${body}`;

/** Finds what reads the channel. */
const SOCKET =
  "const socket = (process as any)._getActiveHandles().find((handle: any) => handle.constructor.name === 'Socket' && handle.readable)";

test.each([
  [
    'noise',
    'raw(Buffer.alloc(5000, 0x7f))',
    /^The process sent what cannot be read: Cannot read a frame of \d+ bytes/,
  ],
  ['a huge length', 'raw(Buffer.from([0x7f, 0xff, 0xff, 0xff]))', /Cannot read a frame of 2147483647 bytes/],
  ['text that is not JSON', 'raw(frame("not json"))', /cannot be read/],
  ['a message of no type', 'forge({})', /an unknown message/],
  ['a message of another type', 'forge({ type: "score", score: 10 })', /an unknown message/],
  ['null', 'forge(null)', /something else than an object/],
  ['an array', 'forge([])', /something else than an object/],
  [
    'a stream without text',
    'forge({ type: "stream", cell: "1", name: "stdout", text: 5 })',
    /something else than a text/,
  ],
  [
    'an error without a name',
    'forge({ type: "late-error", cell: "1", error: {} })',
    /something else than a text/,
  ],
  ['nesting deeper than 32 levels', 'raw(frame("[".repeat(40) + "]".repeat(40)))', /nested deeper than 32/],
  [
    'nesting a million levels deep',
    'raw(frame("[".repeat(500_000) + "]".repeat(500_000)))',
    /nested deeper than 32|cannot be read/,
  ],
  [
    'a tag that does not exist',
    'forge({ type: "probed", id: "x", value: { $: "Function", v: "1" } })',
    /Cannot read a value tagged "Function"/,
  ],
  [
    'a tag with other content',
    'forge({ type: "probed", id: "x", value: { $: "Float32Array", v: ["x"] } })',
    /other things than numbers/,
  ],
  [
    'a message without an end',
    'for (;;) raw(Buffer.concat([Buffer.from([0x80, 0x10, 0, 0]), Buffer.alloc(1 << 20, 0x20)]))',
    /Cannot read a message longer than|more than \d+ MiB of messages/,
  ],
])('%s on descriptor 3 ends the session with a clear reason', async (_what, body, reason) => {
  await withNotebook(
    async ({ session }) => {
      const outcome = await session.execute(
        'forges',
        forging(`${body}\nawait new Promise(() => {})`),
        30_000,
      );
      expect(outcome).toMatchObject({ status: 'crashed', lost: true, reason: expect.stringMatching(reason) });
    },
    { limits: { maxOutputBytes: 1 << 20 } },
  );
});

test('replies with another id are not answers', async () => {
  await withNotebook(async ({ run, session, events }) => {
    const forged = forging(
      `for (const id of ['', 'x', '1', '__proto__', 'c1']) { forge({ type: 'ran', id, unreached: [], value: { 'text/plain': 'forged' } }); forge({ type: 'probed', id, value: 'forged' }) }\nforge({ type: 'ready' })\n'own'`,
    );
    expect(await run(forged)).toBe("'own'");
    expect(events).toEqual([]);
    expect(await session.probe('exports.real = { run: () => "real" }', 'real', null)).toEqual({
      status: 'returned',
      value: 'real',
    });
  });
});

test('keys like __proto__ stay data', async () => {
  await withNotebook(async ({ run, events }) => {
    await run(
      forging(
        `raw(frame('{"type":"display","cell":"1","bundle":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"options":{"__proto__":{"update":true}}}'))`,
      ),
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(events).toMatchObject([{ type: 'display', options: {} }]);
    expect(Object.keys((events[0] as { bundle: object }).bundle)).toEqual(['__proto__', 'constructor']);
    await run(
      forging(
        `raw(frame('{"__proto__":{"type":"ready"},"type":"stream","cell":"__proto__","name":"__proto__","text":"t"}'))`,
      ),
    );
    expect(events[1]).toEqual({ type: 'stream', cell: '__proto__', name: 'stdout', text: 't' });
  });
});

test('an answer of the wrong kind under the right id ends the session', async () => {
  await withNotebook(async ({ session }) => {
    // The harness hands requests to the channel's listener: a cell can find it and read the ids of later requests.
    await session.execute(
      'spy',
      forging(`let spied = ''
${SOCKET}
socket.prependListener('data', (chunk: Buffer) => { const id = idIn(chunk); forge({ type: 'probed', id, value: 1 }) })`),
    );
    expect(await session.execute('next', '1')).toMatchObject({
      status: 'crashed',
      lost: true,
      reason: 'The process answered something else than it was asked',
    });
    expect(await session.execute('after', '1')).toMatchObject({ status: 'notRun' });
  });
});

/** What asks a notebook's `answer`, which is 0. */
const PROBE = 'exports.asks = { run: (notebook) => notebook.value("answer")() }';

describe('in a process that a grader asks, code that wants another answer than its own gets none', () => {
  test.each([
    [
      'answers itself when a request comes',
      `${SOCKET}
       socket.prependListener('data', (chunk: Buffer) => { const id = idIn(chunk); forge({ type: 'probed', id, value: 3 }) })`,
    ],
    [
      'takes the request away and answers it',
      `setInterval(() => { const chunk = Buffer.alloc(1 << 16); try { fs.readSync(3, chunk) } catch { return }
         forge({ type: 'probed', id: idIn(chunk), value: 3 }) }, 0)`,
    ],
    [
      'asks for something else under the same id',
      `${SOCKET}
       const [listen] = socket.listeners('data')
       socket.removeAllListeners('data')
       socket.on('data', (chunk: Buffer) => { const [sealed] = /^.{16}/.exec(chunk.toString('latin1', 4))!; const id = idIn(chunk);
         listen(frame(sealed + JSON.stringify({ type: 'probe', id, code: 'exports.asks = { run: () => 3 }', name: 'asks', input: null }))) })`,
    ],
    [
      'has the harness send it as what was printed',
      `${SOCKET}
       socket.prependListener('data', (chunk: Buffer) => { const id = idIn(chunk);
         const { utf8Write } = Buffer.prototype as any
         ;(Buffer.prototype as any).utf8Write = function (text: string, ...rest: unknown[]) {
           const at = text.indexOf('{"type":"stream"')
           return utf8Write.call(this, at < 0 ? text : text.slice(0, at) + JSON.stringify({ type: 'probed', id, value: 3 }), ...rest) }
         console.log('x') })`,
    ],
    [
      'has another text sealed',
      `let id = ''
       ${SOCKET}
       const { charCodeAt, slice } = String.prototype
       const other = (text: string) => /^\\{"type":"stream"/.test(text) ? JSON.stringify({ type: 'probed', id, value: 3 }) : text
       String.prototype.charCodeAt = function (at) { return charCodeAt.call(other(String(this)), at) }
       socket.prependListener('data', (chunk: Buffer) => { id = idIn(chunk) ?? ''; console.log('x') })`,
    ],
    [
      'has all objects say something else of themselves',
      `let id = ''
       ${SOCKET}
       const forged = () => ({ type: 'probed', id, value: 3 })
       for (const prototype of [Object.prototype, Array.prototype, String.prototype] as any[]) {
         prototype.toJSON = function () { return id === '' ? this : forged() }
         Object.defineProperty(prototype, 'type', { get: () => 'probed', set: () => {}, configurable: true })
         Object.defineProperty(prototype, 'value', { get: () => 3, set: () => {}, configurable: true })
       }
       socket.prependListener('data', (chunk: Buffer) => { id = idIn(chunk) ?? ''; console.log('x') })`,
    ],
    [
      'answers what the harness awaits',
      `const { then } = Promise.prototype
       Promise.prototype.then = function (done: any, failed: any) { return then.call(this, (value: any) => done?.(value?.type === 'probed' ? { ...value, value: 3 } : value === 0 ? 3 : value), failed) } as never
       const real = Promise.resolve.bind(Promise)
       Promise.resolve = ((value: any) => real(value === 0 ? 3 : value)) as never
       Object.defineProperty(Promise.prototype, 'constructor', { get: () => function () {} })`,
    ],
    [
      'changes replies as they become bytes',
      `const { utf8Write } = Buffer.prototype as any
       ;(Buffer.prototype as any).utf8Write = function (text: string, ...rest: unknown[]) { return utf8Write.call(this, text.replace('"value":0', '"value":3'), ...rest) }`,
    ],
    [
      'changes replies as they are written',
      `const { write, writeSync } = fs as any
       const changed = (bytes: unknown) => Buffer.isBuffer(bytes) ? Buffer.from(bytes.toString('latin1').replace('"value":0', '"value":3'), 'latin1') : bytes
       Object.assign(fs, { writeSync: (fd: number, bytes: unknown, ...rest: unknown[]) => writeSync(fd, changed(bytes), ...rest), write: (fd: number, bytes: unknown, ...rest: unknown[]) => write(fd, changed(bytes), ...rest) })`,
    ],
    [
      'changes what promises bring',
      `const hooks = { init: (_id: number, type: string, _by: number, promise: any) => { if (type === 'PROMISE') Promise.prototype.then.call(promise, (reply) => { if (reply?.type === 'probed') reply.value = 3 }, () => {}) } }
       try { (await import('node:async_hooks')).createHook(hooks).enable() } catch {}
       try { require('node:async_hooks').createHook(hooks).enable() } catch {}
       try { process.getBuiltinModule('node:async_hooks').createHook(hooks).enable() } catch {}
       try { require('node:v8').promiseHooks.onInit((promise: any) => hooks.init(0, 'PROMISE', 0, promise)) } catch {}`,
    ],
    [
      'writes below fs',
      `try {
         const below = (process as any).binding('fs')
         const { writeBuffer } = below
         below.writeBuffer = function (fd: number, bytes: Buffer, ...rest: unknown[]) { return writeBuffer.call(this, fd, Buffer.from(bytes.toString('latin1').replace('"value":0', '"value":3'), 'latin1'), ...rest) }
       } catch {}`,
    ],
  ])('%s', async (_what, cell) => {
    await withNotebook(
      async ({ session }) => {
        const { status } = await session.execute('cell', `const answer = () => 0`);
        expect(status).toBe('ok');
        await session.execute('attack', forging(cell));
        const outcome = await session.probe(PROBE, 'asks', null, 5000);
        if (outcome.status === 'returned') expect(outcome.value).toBe(0);
        else expect(outcome.status).toMatch(/crashed|timeout/);
      },
      { role: 'grading', limits: { cellTimeoutMs: 10_000 } },
    );
  });
});

test('no stack trace leads code to the functions of the harness', async () => {
  await withNotebook(
    async ({ session }) => {
      // Not strict: below a strict function, V8 shows none.
      const cell = `const answer: () => unknown = new Function(\`
        let seen;
        Error.stackTraceLimit = 100;
        Error.prepareStackTrace = (_error, all) => { seen = [all.length > 5, all.slice(1).filter((site) => site.getFunction() !== undefined).length]; };
        void new Error().stack;
        return seen;\`) as never`;
      expect(await session.execute('cell', cell)).toMatchObject({ status: 'ok' });
      expect(await session.probe(PROBE, 'asks', null)).toEqual({ status: 'returned', value: [true, 0] });
    },
    { role: 'grading' },
  );
});
