/** What is handed in as `01-hostile`. Everything else is as it should be: the task `largest` has a right answer. */
export interface Attack {
  name: string;
  /** In place of the body of `mean`. */
  body?: string;
  /** Before `mean`, at the top level of its cell, which is not type-checked then. */
  top?: string;
  /** Changes the notebook file. */
  file?: (notebook: HostileNotebook) => void;
  /** Of 4: `mean` has 3 points, `largest` 1. */
  deserves: number;
}

export interface HostileNotebook {
  metadata: Record<string, unknown>;
  cells: {
    id: string;
    cell_type: string;
    source: string[] | string;
    metadata: Record<string, unknown>;
    outputs?: unknown[];
    execution_count?: number | null;
    attachments?: unknown;
  }[];
  [other: string]: unknown;
}

export const RIGHT = 'return values.reduce((sum, value) => sum + value, 0) / values.length;';
const fs = `require('node:fs')`;

/** Frames as the harness sends them, for every kind of reply. */
const forge = (message: string) => `
  const message = Buffer.from(JSON.stringify(${message}));
  const frame = Buffer.alloc(4 + message.length);
  frame.writeUInt32BE(message.length); message.copy(frame, 4);
  for (let fd = 1; fd < 30; fd++) try { ${fs}.writeSync(fd, frame); } catch {}`;

/** An attack that should leave `mean` without points and `largest` with its own. */
const futile = (name: string, code: Pick<Attack, 'body' | 'top' | 'file'>): Attack => ({
  name,
  ...code,
  deserves: 1,
});

/** Something that goes wrong, or looks so, around a right answer. */
const harmless = (name: string, code: Pick<Attack, 'body' | 'top' | 'file'>): Attack => ({
  name,
  ...code,
  deserves: 4,
});

export const ATTACKS: Attack[] = [
  // Ends.
  futile('process.exit(0) when called', { body: 'process.exit(0);' }),
  futile('process.exit(0) at the top', { top: 'process.exit(0);' }),
  futile('process.reallyExit', { body: '(process as any).reallyExit(0); return 0;' }),
  futile('process.abort', { body: 'process.abort();' }),
  futile('SIGKILL', { body: "process.kill(process.pid, 'SIGKILL'); for (;;);" }),
  futile('signals to everybody', {
    body: `for (const pid of [-1, 0, process.ppid, 2, 3]) for (const signal of ['SIGUSR1', 'SIGTERM', 'SIGKILL'] as const) try { process.kill(pid, signal); } catch {}
      return 0;`,
  }),
  futile('the exit handler answers', {
    body: `process.on('exit', () => { process.exitCode = 0; }); process.exit();`,
  }),
  // Loops.
  futile('while (true) {}', { body: 'while (true) {}' }),
  futile('a loop at the top', { top: 'for (;;) {}' }),
  futile('a loop after an await', { top: 'await 1; for (;;) {}' }),
  futile('an await for ever', { top: 'await new Promise(() => {});' }),
  futile('microtasks for ever', { body: 'void (async () => { for (;;) await null; })(); return 0;' }),
  futile('a promise that never settles', { body: 'return new Promise(() => {}) as never;' }),
  futile('a regular expression that backtracks', {
    body: `return /^(a+)+$/.test('a'.repeat(50) + 'b') ? 1 : 0;`,
  }),
  futile('Atomics.wait', {
    body: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 0;',
  }),
  futile('a thenable that never ends', { body: 'return { then() { for (;;); } } as never;' }),
  // Floods and bombs.
  futile('a flood of console lines', { body: `for (;;) console.log('flood'.repeat(1000));` }),
  futile('a flood on descriptor 1', { body: `for (;;) ${fs}.writeSync(1, 'flood'.repeat(10000));` }),
  futile('a flood on descriptor 3', { body: `for (;;) ${fs}.writeSync(3, 'flood'.repeat(10000));` }),
  futile('a heap bomb', { body: 'const kept: object[] = []; for (;;) kept.push({ kept: [1] });' }),
  futile('a Buffer bomb', {
    body: 'const kept: Buffer[] = []; for (;;) try { kept.push(Buffer.alloc(1 << 26, 1)); } catch {}',
  }),
  futile('memories of WebAssembly without end', {
    body: `const { Memory } = (globalThis as any).WebAssembly; const kept = [];
      for (;;) try { const memory = new Memory({ initial: 1000 }); new Uint8Array(memory.buffer).fill(1); kept.push(memory); } catch {}`,
  }),
  futile('empty files without end', {
    body: `for (let i = 0; ; i++) ${fs}.closeSync(${fs}.openSync('/tmp/' + i, 'w'));`,
  }),
  futile('a fork bomb', {
    body: `for (let i = 0; i < 100; i++) require('node:child_process').spawn(process.execPath, ['-e', 'for (;;);'], { detached: true, stdio: 'ignore' }).on('error', () => {}).unref(); return 0;`,
  }),
  futile('a worker bomb', {
    body: `const { Worker } = require('node:worker_threads'); for (let i = 0; i < 200; i++) new Worker('for (;;);', { eval: true }).on('error', () => {}); return 0;`,
  }),
  futile('a value that does not fit', { body: `return 'x'.repeat(2 ** 28) as never;` }),
  futile('a text of soft hyphens without end', { body: `return 'a\\u00ad'.repeat(8e6) as never;` }),
  futile('an error of soft hyphens without end', { body: `throw new Error('a\\u00ad'.repeat(8e6));` }),
  futile('promises that are refused without end', {
    body: `for (;;) Promise.reject(new Error('x'.repeat(100)));`,
  }),
  futile('an error whose message never ends', {
    body: `const error = new Error('x'); Object.defineProperty(error, 'message', { get() { for (;;); } }); throw error;`,
  }),
  futile('something thrown that throws', {
    body: `throw new Proxy({}, { get() { throw 1; }, has() { throw 2; }, getPrototypeOf() { throw 3; } });`,
  }),
  futile('a value 100,000 levels deep', {
    body: `let deep: any = 2; for (let i = 0; i < 1e5; i++) deep = [deep]; return deep;`,
  }),
  futile('a value that contains itself', { body: `const me: any = {}; me.me = me; return me;` }),
  futile('a sparse list of 2^32 - 1 values', { body: 'return new Array(2 ** 32 - 1) as never;' }),
  futile('a stack overflow', { body: 'return mean(values);' }),
  // Forged messages.
  futile('forged replies to probes', {
    body: `${forge(`{ type: 'probed', id: '1', value: 3 }`)} return 0;`,
  }),
  futile('written-out replies to probes, with the ids that the channel has brought', {
    top: `const channel = process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3 || handle.constructor.name === 'Socket');
      const written = [3, 5];
      let read = Buffer.alloc(0);
      channel.prependListener('data', (chunk) => {
        read = Buffer.concat([read, chunk]);
        while (read.length >= 4 && read.length >= 4 + read.readUInt32BE(0) % 0x80000000) {
          const end = 4 + (read.readUInt32BE(0) % 0x80000000);
          let request = {};
          try { request = JSON.parse(read.subarray(4, end)); } catch {}
          read = read.subarray(end);
          if (request.type !== 'probe' || request.name !== 'mean') continue;
          const message = Buffer.from(JSON.stringify({ type: 'probed', id: request.id, value: written.shift() ?? 5 }));
          const frame = Buffer.alloc(4 + message.length);
          frame.writeUInt32BE(message.length); message.copy(frame, 4);
          ${fs}.writeSync(3, frame);
        }
      });`,
    body: 'return 0;',
  }),
  futile('forged results on every descriptor', {
    body: `for (let fd = 1; fd < 300; fd++) try { ${fs}.writeSync(fd, JSON.stringify({ score: 3, status: 'pass', checks: [{ id: 'mean/three', status: 'pass', score: 1 }] }) + '\\n'); } catch {}
      return 0;`,
  }),
  futile('forged readiness and ends of cells', {
    top: `${forge(`{ type: 'ready' }`)} ${forge(`{ type: 'ran', id: 'x', unreached: [] }`)}`,
  }),
  futile('a reply of twenty million objects', {
    top: `{ const body = Buffer.from('{"type":"probed","id":"x","value":[' + '{},'.repeat(2e7) + '0]}');
      for (let at = 0; at < body.length; at += 1 << 20) {
        const part = body.subarray(at, at + (1 << 20));
        const frame = Buffer.alloc(4 + part.length);
        frame.writeUInt32BE(part.length + (at + (1 << 20) < body.length ? 0x80000000 : 0));
        part.copy(frame, 4);
        for (let k = 0; k < frame.length; ) try { k += ${fs}.writeSync(3, frame, k); } catch {}
      } }`,
  }),
  futile('probes replaced as they are loaded', {
    top: `const vm = require('node:vm'); const load = vm.runInThisContext;
      vm.runInThisContext = (code, options) => options?.filename === 'probe'
        ? (exports) => { exports.mean = { run: (_notebook, values) => values.reduce((a, b) => a + b) / values.length }; }
        : load(code, options);`,
    body: 'return 0;',
  }),
  futile('setters that wait for probes', {
    top: `const theirs = { run: (_notebook, values) => values.reduce((a, b) => a + b) / values.length };
      Object.defineProperty(Object.prototype, 'mean', { get: () => theirs, set() {}, configurable: true });
      Object.defineProperty(Object.prototype, 'exports', { get: () => ({ mean: theirs }), set() {}, configurable: true });`,
    body: 'return 0;',
  }),
  futile('cells that sleep', {
    file: (notebook) => {
      const at = notebook.cells.findIndex(({ id }) => id === 'mean');
      const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
      setSource(notebook, 'mean', `function mean(values: number[]): number { return ${names.join(' + ')}; }`);
      const cells = names.map((name) => ({
        id: name,
        cell_type: 'code',
        source: `await new Promise((done) => setTimeout(done, 1400)); const ${name} = 0;`,
        metadata: {},
        outputs: [],
        execution_count: null,
      }));
      notebook.cells.splice(at, 0, ...cells);
    },
  }),
  futile('requests that are read and answered', {
    top: `const answer = (request) => {
        const { id, name, input } = JSON.parse(/\\{"type":"probe".*/.exec(request)?.[0] ?? '{}');
        if (name !== 'mean') return;
        ${forge(`{ type: 'probed', id, value: input.reduce((a, b) => a + b) / input.length }`)}
      };
      const channel = process._getActiveHandles().find((one) => one.constructor.name === 'Socket' && one.readable);
      channel?.prependListener('data', (chunk) => { try { answer(String(chunk)); } catch {} });`,
    body: 'return 0;',
  }),
  futile('the debugger of itself, to read what the harness keeps', {
    top: `const { Session } = require('node:inspector');
      const session = new Session(); session.connect();
      session.post('Runtime.evaluate', { expression: 'process.listeners("uncaughtException")[0]' }, (_e, { result }) =>
        session.post('Runtime.getProperties', { objectId: result.objectId }, (_error, { internalProperties }) => {
          globalThis.scopes = internalProperties;
        }));`,
    body: 'return values.reduce((a, b) => a + b) / values.length * (globalThis.scopes ? 1 : 0);',
  }),
  futile('replies that are changed as they become bytes', {
    top: `const { utf8Write } = Buffer.prototype;
      Buffer.prototype.utf8Write = function (text, ...rest) { return utf8Write.call(this, text.replace(/"value":0/, '"value":3'), ...rest); };`,
    body: 'return 0;',
  }),
  futile('replies that are changed below fs', {
    top: `const below = process.binding('fs');
      const { writeBuffer } = below;
      below.writeBuffer = function (fd, bytes, ...rest) {
        return writeBuffer.call(this, fd, Buffer.from(bytes.latin1Slice().replace(/"value":0/, '"value":3'), 'latin1'), ...rest);
      };`,
    body: 'return 0;',
  }),
  futile('replies that are changed in the promises that bring them', {
    top: `require('node:async_hooks').createHook({
        init: (_id, type, _trigger, promise) => type === 'PROMISE' &&
          Promise.prototype.then.call(promise, (reply) => { if (reply?.type === 'probed') reply.value = 3; }, () => {}),
      }).enable();`,
    body: 'return 0;',
  }),
  futile('a thread that writes pieces of frames', {
    top: `const { Worker } = require('node:worker_threads');
      new Worker("const fs = require('node:fs'); for (;;) try { fs.writeSync(3, Buffer.from([0, 0, 0])); } catch {}", { eval: true });`,
    body: 'return 0;',
  }),
  futile('timers and tasks that never come', {
    top: `for (const task of [setImmediate(() => {}), setTimeout(() => {})])
        for (const name of Reflect.ownKeys(Object.getPrototypeOf(task))) try { Object.getPrototypeOf(task)[name] = () => {}; } catch {}`,
    body: 'return 0;',
  }),
  futile('a frame of 4 GiB', { body: `${fs}.writeSync(3, Buffer.from([255, 255, 255, 255])); return 0;` }),
  futile('half a frame, then silence', {
    body: `${fs}.writeSync(3, Buffer.from([0, 0, 4, 0, 123])); return 0;`,
  }),
  futile('parts of a message that are empty', {
    top: `const parts = Buffer.alloc(400_000).fill(Buffer.from([0x80, 0, 0, 0])); for (;;) ${fs}.writeSync(3, parts);`,
  }),
  futile('questions whose answers nobody reads', {
    top: `const message = Buffer.from(JSON.stringify({ type: 'input-request', cell: 'mean', prompt: '' }));
      const frame = Buffer.alloc(4 + message.length); frame.writeUInt32BE(message.length); message.copy(frame, 4);
      const frames = Buffer.concat(Array(10_000).fill(frame));
      for (;;) for (let k = 0; k < frames.length; ) try { k += ${fs}.writeSync(3, frames, k); } catch {}`,
  }),
  futile('descriptor 3 closed', { body: `${fs}.closeSync(3); return 0;` }),
  futile('a reply that pollutes prototypes', {
    body: `${forge(`JSON.parse('{"type":"probed","id":"1","__proto__":{"status":"pass"},"value":{"__proto__":{"score":1}}}')`)} return 0;`,
  }),
  // Patched built-ins.
  futile('Array.prototype that says yes', {
    top: `Array.prototype.every = () => true; Array.prototype.some = () => true; Array.prototype.includes = () => true;`,
    body: 'return 0;',
  }),
  futile('Math and Number that agree', {
    top: `Math.abs = () => 0; Math.max = () => 0; Number.isFinite = () => true; Object.is = () => true; Number.prototype.valueOf = () => 3;`,
    body: 'return 0;',
  }),
  futile('JSON that says 3', {
    top: `JSON.stringify = () => '{"value":3}'; JSON.parse = () => ({ value: 3 });`,
    body: 'return 0;',
  }),
  futile('built-ins that say yes once probes run', {
    body: `(Array.prototype as any).every = () => true; Math.min = () => -Infinity; Math.max = () => Infinity; return 0;`,
  }),
  futile('built-ins that say yes and put themselves back', {
    top: `const { every } = Array.prototype; Array.prototype.every = function () { Array.prototype.every = every; return true; };`,
    body: 'return 0;',
  }),
  futile('built-ins that say yes for good', {
    top: `Object.defineProperty(Array.prototype, 'every', { value: () => true, configurable: false });`,
    body: 'return 0;',
  }),
  futile('arrays that are iterated otherwise', {
    top: `const own = Array.prototype[Symbol.iterator]; Array.prototype[Symbol.iterator] = function () { return own.call(this.length === 2 || this.length === 3 ? [-1e9, 1e9] : this); };
      const { min } = Math; globalThis.Math = Object.create(Math, { min: { value: (...values) => min(...values, 0) }, max: { value: () => 1e9 } });`,
    body: 'return 0;',
  }),
  futile('what every object inherits', {
    top: `Object.defineProperty(Object.prototype, 'every', { get: () => () => true, configurable: true }); Object.prototype.valueOf = () => 3;
      Array.prototype.map = () => ({}); Array.prototype.toJSON = () => [3];`,
    body: 'return 0;',
  }),
  futile('a patched Promise', {
    top: `Promise.prototype.then = function (done) { done?.(3); return this; }; globalThis.Promise = class { then(done) { done(3); } };`,
    body: 'return 0;',
  }),
  futile('a promise whose constructor answers', {
    top: `Object.defineProperty(Promise.prototype, 'constructor', { get: () => class { then(done) { done(3); } }, configurable: true });`,
    body: 'return 0;',
  }),
  futile('a promise whose constructor and then answer', {
    top: `const then = Promise.prototype.then;
      Object.defineProperty(Promise.prototype, 'constructor', { get: () => class {}, configurable: true });
      Promise.prototype.then = function (done, fail) { return then.call(this, (value) => done?.(value === false ? true : value), fail); };`,
    body: 'return 0;',
  }),
  futile('a thread that reads the channel and answers', {
    top: `const { Worker } = require('node:worker_threads');
      new Worker(\`const fs = require('node:fs');
        for (;;) try {
          const bytes = Buffer.alloc(1 << 16);
          const id = /"id":"([0-9a-f-]+)"/.exec(bytes.toString('latin1', 0, fs.readSync(3, bytes)))?.[1];
          const message = Buffer.from(JSON.stringify({ type: 'probed', id, value: 3 }));
          const frame = Buffer.alloc(4 + message.length);
          frame.writeUInt32BE(message.length); message.copy(frame, 4);
          if (id) fs.writeSync(3, frame);
        } catch {}\`, { eval: true });`,
    body: 'return 0;',
  }),
  futile('patched Buffer, Reflect and Object', {
    top: `Buffer.from = () => Buffer.alloc(8); Reflect.apply = () => 3; Object.keys = () => []; Object.freeze = (x) => x; Function.prototype.call = () => 3; Function.prototype.apply = () => 3;`,
    body: 'return 0;',
  }),
  futile('a polluted Object.prototype', {
    top: `for (const [name, value] of Object.entries({ status: 'pass', score: 3, passed: true, error: undefined, value: 3, then: undefined })) Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true });`,
    body: 'return 0;',
  }),
  futile('globals taken away', {
    top: `for (const name of ['process', 'setTimeout', 'setImmediate', 'Buffer', 'Error', 'Symbol', 'Proxy', 'console']) globalThis[name] = undefined;`,
    body: 'return 0;',
  }),
  futile('everything frozen', {
    top: `for (const it of [globalThis, Object, Array, Function, Promise, Error, Symbol]) { Object.freeze(it); Object.freeze(it.prototype ?? {}); }`,
    body: 'return 0;',
  }),
  futile('a patched module loader', {
    top: `const Module = require('node:module'); Module._load = () => ({ mean: { run: () => 3 } }); Module.prototype.require = () => 3; require('node:vm').runInThisContext = () => () => 3;`,
    body: 'return 0;',
  }),
  futile('gradlab’s own host replaced', {
    top: `try { globalThis[Symbol.for('gradlab.host')] = { probe: () => 3 }; } catch {} try { delete globalThis[Symbol.for('gradlab.host')]; } catch {} try { globalThis[Symbol.for('gradlab.host')].probe = () => 3; } catch {}`,
    body: 'return 0;',
  }),
  futile('errors that nobody may see', {
    top: `process.removeAllListeners(); process.on('uncaughtException', () => {}); process.on('unhandledRejection', () => {});`,
    body: `setTimeout(() => { throw new Error('late'); }); throw new Error('now');`,
  }),
  futile('the channel’s own methods', {
    top: `for (const handle of process._getActiveHandles()) for (const name of ['write', 'push', 'emit', 'on']) handle[name] = () => true;`,
    body: 'return 0;',
  }),
  futile('names of other cells, defined by what cells are emitted as', {
    top: `__gradlab.define([['mean', () => () => 3]]); __gradlab.defineAll({ mean: () => 3 }); exports.mean = () => 3;`,
    body: 'return 0;',
  }),
  // Values that lie.
  futile('the shown answer, written out', { body: 'return 3;' }),
  futile('a proxy that is every number', {
    body: 'return new Proxy(Object(3), { get: (_target, name) => (name === Symbol.toPrimitive ? () => 3 : () => 3) }) as never;',
  }),
  futile('valueOf and toJSON', {
    body: 'return { valueOf: () => 3, toJSON: () => 3, toString: () => "3" } as never;',
  }),
  futile('a boxed number', {
    body: 'return Object(values.reduce((a, b) => a + b) / values.length) as never;',
  }),
  futile('a text', { body: 'return String(values.reduce((a, b) => a + b) / values.length) as never;' }),
  futile('a bigint', { body: 'return 3n as never;' }),
  futile('a list', { body: 'return [values.reduce((a, b) => a + b) / values.length] as never;' }),
  futile('NaN', { body: 'return NaN;' }),
  futile('undefined', { body: 'return undefined as never;' }),
  futile('a getter that throws', { body: 'return { get a(): number { throw new Error("no"); } } as never;' }),
  futile('an own class for numbers', {
    body: 'class Three extends Number { [Symbol.toPrimitive]() { return 3; } } return new Three(3) as never;',
  }),
  futile('a tag of the wire format', { body: `return { $: 'number', value: '3', type: 'NaN' } as never;` }),
  // Spies.
  futile('expected values on the stack', {
    body: `const before = Error.prepareStackTrace;
      Error.prepareStackTrace = (_, frames) => frames;
      const frames = new Error().stack as unknown as { getThis(): unknown; getFunction(): any }[];
      Error.prepareStackTrace = before;
      for (const frame of frames) { const seen: any = frame.getFunction?.()?.arguments ?? frame.getThis?.(); if (typeof seen?.expected === 'number') return seen.expected; }
      return 0;`,
  }),
  futile('the grader’s files', {
    body: `const search = (folder: string, depth: number): string | undefined => {
        for (const entry of ${fs}.readdirSync(folder, { withFileTypes: true })) {
          if (entry.name === 'grader.ts' || entry.name === 'reference.json') return folder;
          try { const found = entry.isDirectory() && depth < 5 && !/^(proc|sys|usr|node_modules)$/.test(entry.name) ? search(folder + '/' + entry.name, depth + 1) : undefined; if (found) return found; } catch {}
        }
        return undefined;
      };
      if (search('/', 0) !== undefined) return values.reduce((a, b) => a + b) / values.length;
      return 0;`,
  }),
  futile('other submissions and the home of the grader', {
    body: `const places = ['HOSTILE_CANARY', '/root', '/home', '/etc/passwd', '/etc/hostname', '/var'];
      if (places.some((place) => ${fs}.existsSync(place) && ${fs}.statSync(place).size > 0 && !process.cwd().startsWith(place))) return values.reduce((a, b) => a + b) / values.length;
      return 0;`,
  }),
  futile('the grader’s environment and memory', {
    body: `const seen = ['/proc/1/environ', '/proc/self/environ', '/proc/' + process.ppid + '/environ', '/proc/' + process.ppid + '/mem']
        .map((file) => { try { return ${fs}.readFileSync(file, 'latin1'); } catch { return ''; } }).join();
      if (/HOSTILE_TOKEN/.test(seen)) return values.reduce((a, b) => a + b) / values.length;
      return 0;`,
  }),
  futile('the network', {
    body: `return new Promise((done) => require('node:net').connect(HOSTILE_PORT, '127.0.0.1', () => done(values.reduce((a, b) => a + b) / values.length)).on('error', () => done(0))) as never;`,
  }),
  futile('the settings of the kernel', {
    body: `for (const name of ['kernel/core_pattern', 'kernel/modprobe', 'vm/drop_caches']) try { ${fs}.closeSync(${fs}.openSync('/proc/sys/' + name, 'r+')); return values.reduce((a, b) => a + b) / values.length; } catch {}
      return 0;`,
  }),
  {
    name: 'the reference, kept for the next run',
    top: '',
    body: `let seen = ''; try { seen = ${fs}.readFileSync('seen', 'utf8'); } catch { return 0; } return eval('(' + seen + ')')(values);`,
    file: (notebook) => {
      const given = [notebook.cells.find(({ id }) => id === 'largest')!.source].flat().join('');
      const keep = `if (!mean.toString().includes('seen')) ${fs}.writeFileSync('seen', mean.toString()); return 0;`;
      setSource(
        notebook,
        'largest',
        `// @ts-nocheck\n${given.replace('return Math.max(...values);', () => keep)}`,
      );
    },
    deserves: 0,
  },
  futile('watched files, of which a user has few', {
    body: `for (let i = 0; i < 100; i++) try { ${fs}.watch('/tmp').on('error', () => {}); return values.reduce((a, b) => a + b) / values.length; } catch {}
      return 0;`,
  }),
  futile('its own memory as a file', {
    body: `try { ${fs}.openSync('/proc/self/mem', 'r+'); return values.reduce((a, b) => a + b) / values.length; } catch {} return 0;`,
  }),
  futile('the debugger', {
    body: `require('node:inspector').open(9229, '127.0.0.1', false); try { process.kill(process.ppid, 'SIGUSR1'); } catch {} return 0;`,
  }),
  futile('natives and native code', {
    body: `require('node:v8').setFlagsFromString('--allow-natives-syntax'); try { (process as any).dlopen({ exports: {} }, '/tmp/x.node'); } catch {} try { (process as any).binding('spawn_sync'); } catch {} return 0;`,
  }),
  futile('Node replaced by a shell', {
    body: `try { (process as any).execve('/bin/sh', ['sh', '-c', 'echo 3 >&3; sleep 60']); } catch {} return 0;`,
  }),
  futile('answers only the shown input', {
    body: 'return values[0] === 1 ? 3 : values.length === 1 ? 5.0001 : 0;',
  }),
  // Links and paths.
  futile('connections with itself', {
    body: `const net = require('node:net');
      return new Promise((done) => net.createServer().on('error', () => done(0)).listen(0, '127.0.0.1', () => done(values.reduce((a, b) => a + b) / values.length))) as never;`,
  }),
  futile('symbolic links', {
    body: `for (const target of ['/etc/passwd', '/proc/1/root', '../../graders']) try { ${fs}.symlinkSync(target, 'link' + Math.random()); } catch {} return 0;`,
  }),
  futile('the packages changed for those who come after', {
    body: `for (const file of [require.resolve('gradlab'), require.resolve('@tensorflow/tfjs'), process.execPath]) try { ${fs}.appendFileSync(file, 'HARM'); } catch {} return 0;`,
  }),
  // The compiler.
  futile('a type bomb', {
    body: `type Bomb<N extends number, T extends unknown[] = []> = T['length'] extends N ? T : Bomb<N, [...T, ...T, 1]> | Bomb<N, [...T, 1]>; const bomb: Bomb<30> = [] as never; return bomb.length;`,
  }),
  futile('ts-ignored nonsense', { body: '// @ts-ignore\n  return values.mean();' }),
  futile('a reference to /etc/passwd', {
    file: (notebook) =>
      setSource(
        notebook,
        'mean',
        `/// <reference path="/etc/passwd" />\nimport secret from '/etc/passwd';\nfunction mean(values: number[]): number { return secret; }`,
      ),
  }),
  futile('an import of the grader', {
    file: (notebook) =>
      setSource(
        notebook,
        'mean',
        `import * as grader from '../graders/01-hostile/grader.js';\nfunction mean(values: number[]): number { return (grader as any).default.checks[0]; }`,
      ),
  }),
  futile('an import of references by way of gradlab', {
    file: (notebook) =>
      setSource(
        notebook,
        'mean',
        `import one from 'gradlab/graders/01-learning-rate-finder/reference.json';\nimport two from 'gradlab/../../graders/01-hostile/reference.json';\nfunction mean(values: number[]): number { return one ?? two; }`,
      ),
  }),
  futile('types of the grader, other references, modules from elsewhere', {
    file: (notebook) =>
      setSource(
        notebook,
        'mean',
        `/// <reference types="../../graders/01-hostile/probes" />
/// <amd-dependency path="/etc/passwd" />
import type Grader from '../graders/01-hostile/grader';
import settings = require('../graders/01-hostile/exercise.json');
import secret from '/proc/self/environ' with { type: 'json' };
export * from '/etc/passwd';
function mean(values: number[]): number { const checks: typeof import('../graders/01-hostile/grader') = secret; return checks.nothing; }`,
      ),
  }),
  futile('globals and modules declared otherwise for those who come after', {
    top: `declare global { interface Array<T> { reduce: never } interface Math { max: string } var values: never; }
      declare module 'gradlab' { export const todo: 3; }
      export {};`,
    body: 'return 0;',
  }),
  futile('comments that name source maps', {
    body: 'return 0;\n//# sourceMappingURL=file:///etc/passwd\n//# sourceURL=/etc/shadow',
  }),
  futile('a comment that goes on to the next cells', { body: 'return 0; } /* and now' }),
  futile('brackets that leave what a cell is wrapped in', {
    top: `} }); })(); }); process.exit(0); (function () { return (async () => { ({ a() {`,
    body: RIGHT,
  }),
  futile('ten thousand templates in each other', {
    body: `return ${'`${'.repeat(10_000)}1${'}`'.repeat(10_000)} as never;`,
  }),
  futile('a text type of a hundred billion texts', {
    body: "type D = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j'; type All = `${D}${D}${D}${D}${D}${D}${D}${D}${D}${D}${D}`; return ('x' as never as All).length;",
  }),
  futile('ten thousand errors in one line', { body: `${'q;'.repeat(10_000)} return 0;` }),
  futile('errors with a name of 200,000 characters', {
    body: `const it = { ${'n'.repeat(200_000)}: 1 }; ${'it.m;'.repeat(100)} return 0;`,
  }),
  futile('a text that takes the parser for ever', {
    body: `return ${'async (a = '.repeat(40)}1;`,
  }),
  futile('a cell that takes the parser for ever', {
    body: 'return 0;',
    file: (notebook) =>
      notebook.cells.push({
        id: 'endless',
        cell_type: 'code',
        source: `const endless = ${'async (a = '.repeat(40)}1;`,
        metadata: {},
        outputs: [],
        execution_count: null,
      }),
  }),
  // The notebook.
  {
    name: 'twenty million outputs',
    file: (notebook) => {
      const code = notebook.cells.find(({ cell_type }) => cell_type === 'code')!;
      code.outputs = 'OUTPUTS' as never;
    },
    deserves: 0,
  },
  {
    name: 'lists in lists in lists',
    file: (notebook) => {
      notebook.deep = 'DEEP';
    },
    deserves: 0,
  },
  futile('an exercise that is a path, of a version that is none', {
    body: 'return 0;',
    file: (notebook) => {
      notebook.metadata.gradlab = { exercise: '../../../etc', version: [], files: ['/etc/passwd'] };
    },
  }),
  futile('ids that look like others', {
    body: 'return 0;',
    file: (notebook) => {
      const right = `function mean(values: number[]): number { ${RIGHT} }`;
      notebook.cells.push(
        { ...codeCell('m\u0435an', right), cell_type: 'markdown' },
        codeCell('mean\u200b', 'const zero = 1;'),
      );
    },
  }),
  harmless('ids with a line, an escape and a path in them', {
    body: RIGHT,
    file: (notebook) => {
      for (const id of ['a\nb', '\u001b[31m', '../../../tmp/evil', 'x'.repeat(100_000)])
        notebook.cells.push(codeCell(id, 'const own = 1;'));
    },
  }),
  harmless('ten thousand cells of one’s own', {
    body: RIGHT,
    file: (notebook) => {
      for (let i = 0; i < 10_000; i++)
        notebook.cells.splice(2, 0, codeCell(`own-${i}`, `const own${i} = own${i + 1};`));
    },
  }),
  harmless('spaces without end', {
    body: RIGHT,
    file: (notebook) => {
      const given = notebook.cells.find(({ id }) => id === 'mean')!;
      const source = [given.source].flat().join('');
      notebook.cells.push({ ...given, id: 'again', source: `${source}\n;1${' '.repeat(200_000)};2` });
    },
  }),
  {
    name: 'three megabytes of code',
    body: RIGHT,
    file: (notebook) => notebook.cells.push(codeCell('data', `const data = '${'x'.repeat(3 << 20)}';`)),
    deserves: 0,
  },
  harmless('copies without end', {
    body: RIGHT,
    file: (notebook) => {
      const source = [notebook.cells.find(({ id }) => id === 'mean')!.source].flat().join('');
      for (let at = 0; at < 7; at++)
        notebook.cells.push(codeCell(`copies-${at}`, `${source}\n`.repeat(200_000 / source.length)));
    },
  }),
  harmless('a text of stars without end', {
    body: RIGHT,
    file: (notebook) =>
      notebook.cells.push({ ...codeCell('stars', '* _'.repeat(15e6)), cell_type: 'markdown' }),
  }),
  harmless('a picture of blanks without end', {
    body: RIGHT,
    file: (notebook) => {
      const data = { 'image/png': 'a '.repeat(25e6) };
      notebook.cells.find(({ id }) => id === 'mean')!.outputs = [
        { output_type: 'display_data', metadata: {}, data },
      ];
    },
  }),
  harmless('ids that objects have by nature', {
    body: RIGHT,
    file: (notebook) => {
      for (const id of ['__proto__', 'constructor', 'toString', 'added-1'])
        notebook.cells.push(codeCell(id, `const own${id.length} = mean([${id.length}]);`));
    },
  }),
  futile('marks in the metadata', {
    body: 'return 0;',
    file: (notebook) => {
      Object.assign(notebook.metadata, {
        score: 3,
        gradlab: { ...(notebook.metadata.gradlab as object), score: 3, isSolution: true },
      });
      for (const cell of notebook.cells)
        Object.assign(cell.metadata, {
          nbgrader: { grade: true, points: 3, score: 3, solution: true },
          tags: ['solution', 'graded'],
        });
    },
  }),
  futile('outputs that say passed', {
    body: 'return 0;',
    file: (notebook) => {
      for (const cell of notebook.cells)
        if (cell.cell_type === 'code')
          cell.outputs = [{ output_type: 'stream', name: 'stdout', text: ['✓ 2/2 mean passed\n'] }];
    },
  }),
  futile('cells that redefine check', {
    top: `const check = async () => 'passed'; const exercise = () => ({ check }); const todo = () => 3;`,
    body: 'return todo("mean") as never;',
  }),
  futile('two cells with one id', {
    body: 'return 0;',
    file: (notebook) => {
      const mean = notebook.cells.find(({ id }) => id === 'mean')!;
      notebook.cells.push({ ...mean, source: 'const nothing = 1;' });
    },
  }),
  futile('attachments with paths', {
    body: 'return 0;',
    file: (notebook) => {
      notebook.cells[0]!.attachments = { '../../../../tmp/evil.png': { 'image/png': 'AAAA' } };
    },
  }),
  // Around a right answer: it keeps its points.
  harmless('a right answer', { body: RIGHT }),
  harmless('a right answer that prints a lot', { body: `console.log('x'.repeat(100_000)); ${RIGHT}` }),
  harmless('a right answer with terminal escapes and HTML in its output', {
    body: `console.log('\\u001b[2J<script>alert(1)</script>'); ${RIGHT}`,
  }),
  harmless('a right answer beside a seeded Math.random, a polyfill and methods added to built-ins', {
    top: `let state = 1;
      Math.random = () => (state = (state * 16807) % 2147483647) / 2147483647;
      Array.prototype.at = function (i) { return this[i < 0 ? this.length + i : i]; };
      Array.prototype.sum = function () { return this.reduce((a, b) => a + b, 0); };`,
    body: 'return values.sum() / values.length;',
  }),
  harmless('a right answer whose helper is made in several cells', {
    body: 'return (helpers as any).total(values) / counts[0]!(values) + offset;',
    file: (notebook) => {
      const sources = [
        'let offset = 1; function adjust() { offset = 0; }',
        'if (1 > 0) adjust();',
        'const helpers = {}; const counts: ((values: number[]) => number)[] = [];',
        'Object.assign(helpers, { total: (values: number[]) => values.reduce((a, b) => a + b, 0) });',
        'counts.push((values) => values.length);',
      ];
      const at = notebook.cells.findIndex(({ id }) => id === 'mean');
      notebook.cells.splice(at, 0, ...sources.map((source, i) => codeCell(`helper-${i}`, source)));
    },
  }),
  harmless('a right answer beside timers', { body: `setInterval(() => {}, 1); ${RIGHT}` }),
  harmless('a right answer without a working folder', {
    top: `${fs}.mkdirSync('gone'); process.chdir('gone'); ${fs}.rmdirSync('../gone');`,
    body: RIGHT,
  }),
  harmless('lines that end as on an old Macintosh', {
    body: RIGHT,
    file: (notebook) => {
      for (const cell of notebook.cells) cell.source = [cell.source].flat().join('').replaceAll('\n', '\r');
    },
  }),
  harmless('a right answer in folders that are full', {
    body: `for (const folder of ['/tmp', '/dev/shm', '.']) try { for (;;) ${fs}.appendFileSync(folder + '/full', Buffer.alloc(1 << 20)); } catch {}
      ${RIGHT}`,
  }),
  harmless('a right answer that writes files', { body: `${fs}.writeFileSync('mine.txt', 'x'); ${RIGHT}` }),
  harmless('a right answer that changes its input', {
    body: 'let sum = 0; const { length } = values; while (values.length) sum += values.pop()!; return sum / length;',
  }),
  harmless('=HYPERLINK("http://evil") <img src=x onerror=alert(1)>', { body: RIGHT }),
];

const codeCell = (id: string, source: string): HostileNotebook['cells'][number] => ({
  id,
  cell_type: 'code',
  source,
  metadata: {},
  outputs: [],
  execution_count: null,
});

function setSource(notebook: HostileNotebook, id: string, source: string): void {
  notebook.cells.find((cell) => cell.id === id)!.source = source;
}
