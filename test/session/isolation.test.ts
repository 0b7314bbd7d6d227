import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  BoxCopies,
  bubblewrapProblem,
  gradlabRoot as root,
  workplaceFor,
  type IsolationLevel,
} from '../../dist/session/index.js';
import { openNotebook, temporaryFolder, type OpenNotebook } from './run-cells.js';

const problem = await bubblewrapProblem();
if (problem)
  process.stderr.write(`The tests of bubblewrap are skipped: ${problem.reason}. ${problem.advice}\n`);

/** Somebody else's files: the grader's, another submission's. */
const secrets = temporaryFolder({ 'secret.txt': 'SECRET', 'secret.json': '"SECRET"' });
const TOKEN = 'token-of-the-grader-4711';
beforeAll(() => void (process.env.GRADLAB_TEST_TOKEN = TOKEN));
afterAll(() => void delete process.env.GRADLAB_TEST_TOKEN);

/** One of those that Node consists of. */
const library = (process.report.getReport() as { sharedObjects: string[] }).sharedObjects.find((file) =>
  file.includes('libc.so'),
)!;

let notebook: (OpenNotebook & { close(): Promise<void> }) | undefined;
afterEach(async () => {
  await notebook?.close();
  notebook = undefined;
});

const work = temporaryFolder({ 'data.json': '[1, 2]', 'private.json': '"SECRET"' });
const openBox = async (folder: string, files: string[]) =>
  (notebook = await openNotebook({
    isolation: 'bubblewrap',
    cwd: folder,
    workplace: workplaceFor(undefined, { root: folder, files }),
  }));

const inBox = async (
  limits: object = {},
  isolation: IsolationLevel = 'bubblewrap',
  role: 'notebook' | 'grading' = 'notebook',
) =>
  (notebook = await openNotebook({
    isolation,
    limits,
    role,
    env: { NOTEBOOK: work },
    cwd: work,
    workplace: workplaceFor(undefined, { root: work, files: ['data.json'] }),
  }));

const boxed = { isolation: 'bubblewrap', cwd: work } as const;

/** Bytes of a file that the system keeps in memory. */
const residentBytes = (file: string) =>
  Number(execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', file], { encoding: 'utf8' }));

/** Asks the system not to keep it. */
const forget = (file: string) =>
  execFileSync('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none']);

/** Processes that a session for the folder has started. */
const processesOf = (folder: string) =>
  fs.readdirSync('/proc').filter((name) => {
    try {
      return fs.readFileSync(`/proc/${name}/environ`, 'latin1').includes(`NOTEBOOK=${folder}`);
    } catch {
      return false;
    }
  });

describe.skipIf(problem !== undefined)('bubblewrap', () => {
  test('a cell computes, reads the listed files, and writes to its folder and to /tmp', async () => {
    const { run } = await inBox();
    const cell = `
      import fs from 'node:fs';
      import * as tf from '@tensorflow/tfjs';
      import { useBackend } from 'gradlab';
      import rows from './data.json';
      await useBackend('wasm', { log: () => {} });
      fs.writeFileSync('mine.txt', 'mine'); fs.writeFileSync('/tmp/mine.txt', 'mine');
      [rows, JSON.parse(fs.readFileSync('data.json', 'utf8')), fs.readFileSync('mine.txt', 'utf8'),
        tf.getBackend(), tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0]].join()`;
    expect(await run(cell)).toContain('1,2,1,2,mine,wasm,11');
    expect(fs.readdirSync(work).sort()).toEqual(['data.json', 'private.json']);
  });

  test('what a cell can tell of its place is the same in each run', async () => {
    const told: string[] = [];
    const files = {
      'rows.json': '{"rows":[1]}',
      'parts.ts': 'export class Part { private kept = 1; }; export const stack = new Error("where").stack;',
    };
    for (const folder of [temporaryFolder(files), temporaryFolder(files)]) {
      const { run, printed } = await openBox(folder, ['rows.json', 'parts.ts']);
      await run(`import { stack } from './parts';
        console.log(process.cwd(), process.env, process.argv0, process.pid, process.ppid, process.title);
        console.log(import.meta.url, import.meta.resolve('./rows.json'), stack, require('node:os').tmpdir());`);
      told.push(printed(), await run(`import { Part } from './parts'; const wrong: Part = 1;`));
      expect(told.join()).not.toContain(folder);
      await notebook!.close();
    }
    expect(told[0]).toMatch(/^\/box\/notebook /);
    expect(told[1]).toMatch(/TS2322/);
    expect(told.slice(0, 2)).toEqual(told.slice(2));
  });

  test.each([
    ['the project', `${root}/README.md`],
    ['the graders', `${root}/graders/01-learning-rate-finder/grader.ts`],
    ['the git history', `${root}/.git`],
    ['files that are not listed', `${work}/private.json`],
    ['another submission', `${secrets}/secret.txt`],
    ['users', '/etc/passwd'],
    ['a home', os.homedir()],
    ['the machine', '/sys/class/net'],
    ['programs', '/bin/sh'],
    ['what is installed', '/usr/share'],
  ])('does not see %s', async (_what, file) => {
    expect(fs.existsSync(file)).toBe(true);
    const { run } = await inBox();
    expect(await run(`require('node:fs').existsSync(${JSON.stringify(file)})`)).toContain('false');
  });

  test('what a box with copies reads leaves no trace in the machine’s memory of the originals', async (context) => {
    const folder = temporaryFolder({
      'node_modules/notes/package.json': '{"name":"notes"}',
      'node_modules/notes/page.js': ' '.repeat(1 << 20),
    });
    const page = path.join(folder, 'node_modules/notes/page.js');
    const residentAfter = async (boxCopies?: BoxCopies) => {
      const workplace = { ...workplaceFor(undefined), modulesFrom: folder };
      const { run, close } = (notebook = await openNotebook({ ...boxed, workplace, boxCopies }));
      forget(page);
      if (residentBytes(page) > 0) context.skip(); // A file system that is in memory itself.
      expect(await run(`require('node:fs').readFileSync(${JSON.stringify(page)}).length`)).toBe('1048576');
      await close();
      return residentBytes(page);
    };
    expect(await residentAfter()).toBe(1 << 20);
    expect(await residentAfter(new BoxCopies(temporaryFolder()))).toBe(0);
  });

  test('the grader’s environment is in no file of /proc, nor in its own', async () => {
    const { run } = await inBox();
    const cell = `
      import fs from 'node:fs';
      const found: string[] = [];
      const search = (folder: string, depth: number) => {
        for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
          const file = folder + '/' + entry.name;
          try {
            if (entry.isDirectory() && depth < 4) search(file, depth + 1);
            else if (entry.isFile() && !/kmsg|pagemap|mem$|kcore|clear_refs|sysrq|map_files/.test(file)) {
              const handle = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
              const bytes = Buffer.alloc(1 << 20);
              const length = fs.readSync(handle, bytes);
              fs.closeSync(handle);
              if (bytes.subarray(0, length).includes('token-of-the-' + 'grader')) found.push(file);
            }
          } catch {}
        }
      };
      search('/proc', 0);
      [found.length, Object.keys(process.env).filter((name) => name.startsWith('GRADLAB')).length].join()`;
    expect(await run(cell)).toContain('0,0');
  });

  test('nothing in /proc can be written to: for root, the settings of the kernel are there', async () => {
    const { run } = await inBox();
    const cell = `
      import fs from 'node:fs';
      const found: string[] = [];
      let tried = 0;
      const search = (folder: string, depth: number) => {
        let entries: fs.Dirent[] = [];
        try { entries = fs.readdirSync(folder, { withFileTypes: true }); } catch {}
        for (const entry of entries) {
          const file = folder + '/' + entry.name;
          if (entry.isDirectory() && depth < 5) search(file, depth + 1);
          else if (entry.isFile() && ++tried) try { fs.closeSync(fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK)); found.push(file); } catch {}
        }
      };
      search('/proc', 0);
      [tried > 500, ...found].join()`;
    expect(await run(cell)).toBe("'true'");
  });

  test('there is no network: not even this machine’s', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const { run } = await inBox();
    const cell = `
      import net from 'node:net';
      await new Promise<string>((done) => net.connect(${port}, '127.0.0.1', () => done('connected'))
        .on('error', (error: any) => done(error.code)))`;
    expect(await run(cell)).not.toContain('connected');
    server.close();
  });

  test.each([
    ['a program', `require('node:child_process').spawnSync('/usr/bin/true').error?.code`, 'EPERM'],
    ['a shell', `String(require('node:child_process').spawnSync('/bin/sh', ['-c', 'true']).status)`, 'null'],
    ['other processes', `require('node:fs').readdirSync('/proc').filter(Number).join()`, "'1'"],
    ['a parent', 'process.ppid', '0'],
    ['root', `require('node:fs').writeFileSync('/file', '')`, 'EROFS'],
    ['/dev', `require('node:fs').writeFileSync('/dev/file', '')`, 'EROFS'],
    ['libraries', `require('node:fs').appendFileSync(${JSON.stringify(library)}, '')`, 'EROFS'],
    ['packages', `require('node:fs').appendFileSync(require.resolve('gradlab'), '')`, 'EROFS'],
  ])('cannot start, see or change %s', async (_what, source, expected) => {
    const { run } = await inBox();
    expect(await run(`// @ts-nocheck\n${source}`)).toContain(expected);
  });

  test.each([
    ['debug itself', `new (require('node:inspector').Session)().connect()`],
    [
      'load native code that it has written',
      `require('node:fs').copyFileSync(require.resolve('zeromq/package.json'), '/tmp/own.node'); process.dlopen({ exports: {} } as any, '/tmp/own.node')`,
    ],
    [
      'start a thread, which would have no such limits',
      `new (require('node:worker_threads').Worker)('', { eval: true, execArgv: [] })`,
    ],
  ])('where a grader asks, it cannot %s', async (_what, source) => {
    const { run } = await inBox({}, 'bubblewrap', 'grading');
    expect(await run(`// @ts-nocheck\n${source}`)).toMatch(
      /Access to this API has been restricted|loading addons is disabled/,
    );
  });

  test('a picture of its heap does not show the key that its messages are sealed with', async () => {
    const { run } = await inBox({}, 'bubblewrap', 'grading');
    const cell = `
      import v8 from 'node:v8';
      let text = '';
      for await (const chunk of v8.getHeapSnapshot({ exposeInternals: true, exposeNumericValues: true })) text += chunk;
      [text.length > 1e6, text.match(/"[0-9a-f]{32}"/g), text.match(/sealKey/g)?.length]`;
    expect(await run(`// @ts-nocheck\n${cell}`)).toMatch(/true, null/);
  });

  test('threads work', async () => {
    const { run } = await inBox();
    const cell = `
      import { Worker } from 'node:worker_threads';
      await new Promise((done) => new Worker('require("worker_threads").parentPort.postMessage(42)', { eval: true }).once('message', done))`;
    expect(await run(cell)).toContain('42');
  });

  /** Each goes on for ever if it is let. */
  const bombs = {
    heap: `const kept: object[] = []; for (;;) kept.push({ a: kept.length });`,
    Buffer: `const kept: Buffer[] = []; for (;;) try { kept.push(Buffer.alloc(64 << 20, 1)); } catch {}`,
    SharedArrayBuffer: `const kept: unknown[] = []; for (;;) try { kept.push(new Uint8Array(new SharedArrayBuffer(64 << 20)).fill(1)); } catch {}`,
    wasm: `// @ts-nocheck
      const kept: unknown[] = []; for (;;) try { const memory = new WebAssembly.Memory({ initial: 1024 }); new Uint8Array(memory.buffer).fill(1); kept.push(memory); } catch {}`,
    string: `const kept: string[] = []; for (;;) try { kept.push(Buffer.alloc(32 << 20, 97).toString('latin1')); } catch {}`,
    worker: `import { Worker } from 'node:worker_threads'; for (;;) { new Worker('const kept = []; for (;;) kept.push(new Array(1e6).fill(1.5))', { eval: true, resourceLimits: { maxOldGenerationSizeMb: 4096 } }).on('error', () => {}); await new Promise((done) => setTimeout(done, 10)); }`,
  };
  test.each(Object.entries(bombs))('a bomb of %s ends as crashed', async (_kind, source) => {
    const { session } = await inBox({ memoryMiB: 400 });
    expect(await session.execute('bomb', source, 50_000)).toMatchObject({
      status: 'crashed',
      reason: expect.stringMatching(/memory/i) as string,
      lost: true,
    });
  });

  test.each(['/tmp', '/dev/shm', '.'])('files in %s have an end', async (place) => {
    const { session } = await inBox();
    const cell = `import fs from 'node:fs'; for (let i = 0; ; i++) fs.writeFileSync(${JSON.stringify(place)} + '/file' + i, Buffer.alloc(8 << 20, 1));`;
    expect(await session.execute('bomb', cell, 50_000)).toMatchObject({
      status: 'error',
      error: { message: expect.stringContaining('ENOSPC') as string },
    });
  });

  test('empty files have an end, too', async () => {
    const { session } = await inBox();
    const cell = `import fs from 'node:fs'; for (let i = 0; ; i++) fs.closeSync(fs.openSync('/tmp/file' + i, 'w'));`;
    expect(await session.execute('bomb', cell, 50_000)).toMatchObject({
      status: 'crashed',
      reason: 'The process made more than 16384 files',
    });
  });

  /** The system keeps 4 KiB of tables for each 2 MiB that are looked at. */
  test('addresses have an end, far beyond what TensorFlow.js reserves', async () => {
    const { run } = await inBox();
    const limits = `require('node:fs').readFileSync('/proc/self/limits', 'utf8').match(/Max address space +\\d+ +\\d+/)[0]`;
    expect(await run(`// @ts-nocheck\n${limits}`)).toMatch(/ 274877906944 +274877906944/);
  });

  test('an endless cell ends as timeout, and all its threads with it', async () => {
    const { session } = await inBox();
    const cell = `import { Worker } from 'node:worker_threads'; new Worker('for (;;);', { eval: true }); for (;;);`;
    const running = session.execute('loop', cell, 1500);
    await new Promise((done) => setTimeout(done, 1000));
    expect(processesOf(work)).not.toEqual([]);
    expect(await running).toMatchObject({ status: 'timeout' });
    await session.close();
    expect(processesOf(work)).toEqual([]);
  });

  test('what the caller of the grader has open does not reach the box', async () => {
    const program = `
      const { Session, workplaceFor } = await import(${JSON.stringify(`${root}/dist/session/index.js`)});
      if (require('node:fs').readFileSync(251, 'utf8') !== 'SECRET') throw new Error('251 is not here');
      const session = await Session.start({ workplace: workplaceFor(undefined, { root: process.cwd(), files: [] }), cwd: process.cwd(), isolation: process.argv[1], role: process.argv[2] });
      const outcome = await session.execute('look', "import fs from 'node:fs'; fs.readdirSync('/proc/self/fd').join()");
      console.log(JSON.stringify(outcome.value));
      await session.close();`;
    const sessions = [
      ['bubblewrap', 'notebook'],
      ['bubblewrap', 'grading'],
      ['process', 'notebook'],
    ] as const;
    for (const [isolation, role] of sessions) {
      const handle = fs.openSync(path.join(secrets, 'secret.txt'), 'r');
      const stdio: (number | 'pipe' | 'ignore')[] = ['ignore', 'pipe', 'pipe'];
      for (let fd = 3; fd < 251; fd++) stdio.push('ignore');
      stdio.push(handle);
      const child = spawn(process.execPath, ['-e', `(async () => {${program}})()`, isolation, role], {
        cwd: work,
        stdio,
      });
      let text = '';
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      await new Promise((done) => child.once('close', done));
      expect(text).toContain('text/plain');
      expect(text).not.toContain('251');
      fs.closeSync(handle);
    }
  });

  test('six at once do not take each other’s processes', async () => {
    const open = () =>
      openNotebook({
        isolation: 'bubblewrap',
        cwd: work,
        workplace: workplaceFor(undefined, { root: work, files: [] }),
        compiler: undefined as never,
      });
    const boxes = await Promise.all(Array.from({ length: 6 }, open));
    await boxes[0]!.session.close();
    await boxes[3]!.session.execute('end', 'process.exit()');
    const alive = boxes.filter((_, at) => at !== 0 && at !== 3);
    expect(await Promise.all(alive.map(({ run }) => run('1 + 1')))).toEqual(['2', '2', '2', '2']);
    await Promise.all(boxes.map(({ close }) => close()));
  });
});

describe('node’s permission model', () => {
  test('a cell computes and writes to its folder', async () => {
    const { run } = await inBox({}, 'node');
    const cell = `
      import fs from 'node:fs';
      import * as tf from '@tensorflow/tfjs';
      import { useBackend } from 'gradlab';
      await useBackend('wasm', { log: () => {} });
      fs.writeFileSync('mine.txt', 'mine');
      [fs.readFileSync('mine.txt', 'utf8'), tf.getBackend()].join()`;
    expect(await run(cell)).toContain('mine,wasm');
    fs.rmSync(path.join(work, 'mine.txt'));
  });

  test.each([
    ['read a grader', `require('node:fs').readFileSync('${root}/graders/01-learning-rate-finder/grader.ts')`],
    ['read another submission', `require('node:fs').readFileSync('${secrets}/secret.txt')`],
    ['write elsewhere', `require('node:fs').writeFileSync('${secrets}/mine.txt', '')`],
    ['start a program', `require('node:child_process').spawnSync('true')`],
  ])('cannot %s', async (_what, source) => {
    const { run } = await inBox({}, 'node');
    expect(await run(`// @ts-nocheck\n${source}`)).toContain('Access to this API has been restricted');
  });
});
