import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, program, startKernel } from './gradlab-kernel.js';
import type { JupyterClient } from './jupyter-client.js';

let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

describe('the protocol', () => {
  it('kernel_info says what the kernel is', async () => {
    expect(await kernel.request('shell', 'kernel_info_request', {})).toMatchObject({
      status: 'ok',
      protocol_version: '5.4',
      implementation: 'gradlab',
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' },
    });
  });

  it('welcomes a subscriber', () => {
    const welcome = kernel.broadcast.slice(0, 3).find(({ type }) => type === 'iopub_welcome');
    expect(welcome?.content).toEqual({ subscription: '' });
  });

  it('each request gets exactly one busy and one idle', async () => {
    const content = { hist_access_type: 'tail', n: 1, code: '1' };
    for (const type of ['comm_info_request', 'history_request', 'connect_request', 'is_complete_request']) {
      const id = await kernel.send('shell', type, content);
      const states = () =>
        kernel.broadcast
          .filter(({ parent }) => parent === id)
          .map((status) => status.content.execution_state as string);
      await kernel.until(() => states().includes('idle'), `idle after ${type}`);
      expect(states()).toEqual(['busy', 'idle']);
    }
  });

  it('history: tail, range and search, with and without outputs', async () => {
    for (const code of ['10 + 1', '10 + 2', '10 + 1']) await kernel.execute(code);
    const ask = async (content: object) =>
      (await kernel.request('shell', 'history_request', { output: false, raw: true, ...content }))
        .history as [number, number, unknown][];
    const tail = await ask({ hist_access_type: 'tail', n: 2 });
    expect(tail.map(([, , input]) => input)).toEqual(['10 + 2', '10 + 1']);
    const [[session, line]] = tail as [[number, number, unknown]];
    const range = await ask({
      hist_access_type: 'range',
      session,
      start: line,
      stop: line + 1,
      output: true,
    });
    expect(range).toEqual([[session, line, ['10 + 2', '12']]]);
    const search = { hist_access_type: 'search', pattern: '10*1' };
    expect((await ask(search)).length).toBe(2);
    expect((await ask({ ...search, unique: true })).length).toBe(1);
    expect((await ask({ hist_access_type: 'range', session: 99, start: 0, stop: 9 })).length).toBe(0);
  });

  it('a comm that nobody takes is closed', async () => {
    const id = await kernel.send('shell', 'comm_open', { comm_id: 'c1', target_name: 'nobody', data: {} });
    const closed = () => kernel.broadcast.find(({ type, parent }) => type === 'comm_close' && parent === id);
    await kernel.until(() => closed() !== undefined, 'comm_close');
    expect(closed()!.content).toEqual({ comm_id: 'c1', data: {} });
  });

  it('what is no message is ignored with a line, and the kernel goes on', async () => {
    await kernel.sendFrames(['nonsense']);
    await kernel.sendFrames(['<IDS|MSG>', 'f'.repeat(64), '{}', '{}', '{}', '{}']);
    await kernel.send('shell', 'unheard_of_request', {});
    await kernel.until(() => kernel.stderr.includes('unknown message unheard_of_request'), 'a line');
    expect(kernel.stderr).toContain('ignored a message on shell: its signature is wrong');
    expect(kernel.stderr).toContain('ignored a message on shell: it does not have the frames of a message');
    expect((await kernel.execute('"still here"')).result).toEqual({ 'text/plain': "'still here'" });
  });
});

describe('the end', () => {
  it.each(['control', 'shell'] as const)('shutdown_request on %s: a reply, then the end', async (channel) => {
    const other = await startKernel();
    const pid = Number((await other.execute('process.pid')).result!['text/plain']);
    await other.sendCell('while (true);');
    if (channel === 'shell') await other.request('control', 'interrupt_request', {});
    const reply = await other.request(channel, 'shutdown_request', { restart: true });
    expect(reply).toEqual({ status: 'ok', restart: true });
    expect(await other.exited).toEqual({ code: 0, signal: null });
    await other.until(() => !isAlive(pid), 'the end of the cells’ process');
    other.close();
  });

  it('the kernel ends when whoever has started it is gone', async () => {
    const parent = spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' });
    const other = await startKernel({ env: { JPY_PARENT_PID: parent.stdout.trim() } }).catch(
      (error: Error) => error,
    );
    // It may have noticed before it answered.
    if (other instanceof Error) return expect(other.message).toContain('has ended');
    expect((await other.exited).code).toBe(0);
    other.close();
  });
});

describe('gradlab kernel start', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const start = (file: string) =>
    spawnSync(process.execPath, [program, 'kernel', 'start', file], { encoding: 'utf8', timeout: 30_000 });

  it('says which connection file is missing or not one, and exits 2', () => {
    const missing = start(path.join(folder, 'missing.json'));
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('missing.json');
    const file = path.join(folder, 'bad.json');
    fs.writeFileSync(file, '{"shell_port": "x"}');
    const bad = start(file);
    expect(bad.status).toBe(2);
    expect(bad.stderr).toMatch(/shell_port must be a port number: current value is "x"\n$/);
    fs.writeFileSync(file, 'no json');
    expect(start(file).stderr).toMatch(/it is not JSON\n$/);
  });

  it('says which port is taken, and exits 3', async () => {
    const server = net.createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port)),
    );
    const file = path.join(folder, 'taken.json');
    const ports = { shell_port: port, iopub_port: port, stdin_port: port, control_port: port, hb_port: port };
    fs.writeFileSync(file, JSON.stringify(ports));
    const taken = start(file);
    server.close();
    expect(taken.status).toBe(3);
    expect(taken.stderr).toContain(`Cannot listen at tcp://127.0.0.1:${port}`);
  });
});

describe('gradlab kernel install', () => {
  it('writes a kernelspec with absolute paths where Jupyter looks, and prints the folder', () => {
    const prefix = fs.mkdtempSync(path.join(os.tmpdir(), 'with space '));
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [program, 'kernel', ...args], {
        encoding: 'utf8',
        env: { ...process.env, JUPYTER_DATA_DIR: path.join(prefix, 'data') },
      });
    const { status, stdout } = run('install', '--prefix', prefix, '--name', 'course');
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${prefix}/share/jupyter/kernels/course\n` });
    const spec = JSON.parse(fs.readFileSync(path.join(stdout.trim(), 'kernel.json'), 'utf8')) as {
      argv: string[];
    };
    expect(spec).toMatchObject({ language: 'typescript', interrupt_mode: 'message' });
    expect(spec.argv.slice(0, 2).every((part) => path.isAbsolute(part) && fs.existsSync(part))).toBe(true);
    expect(spec.argv.slice(2)).toEqual(['kernel', 'start', '{connection_file}']);
    expect(JSON.parse(run('spec').stdout)).toEqual(spec);
    expect(run('install', '--user').stdout).toBe(`${prefix}/data/kernels/gradlab\n`);
    expect(run('install', '--name', 'a/b')).toMatchObject({ status: 2 });
    expect(run('install', '--user', '--sys-prefix').stderr).toContain('exclude each other');
    fs.rmSync(prefix, { recursive: true });
  });

  it('says what is wrong with a prefix that cannot be one, at once', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prefixes '));
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    const install = (prefix: string) =>
      spawnSync(process.execPath, [program, 'kernel', 'install', '--prefix', prefix], {
        encoding: 'utf8',
        cwd: folder,
        timeout: 20_000,
      });
    for (const [prefix, words] of [
      ['', '--prefix is empty'],
      [file, `A file lies where a folder is to be: ${file}`],
      ...(process.platform === 'linux' ? [['/proc/no/such', "There can be no folder '/proc/no'"]] : []),
      ['x'.repeat(300), 'name too long'],
    ] as [string, string][]) {
      const { status, stderr, stdout } = install(prefix);
      expect({ status, stdout }, prefix).toEqual({ status: 2, stdout: '' });
      expect(stderr.trim().split('\n'), prefix).toEqual([expect.stringContaining(words)]);
    }
    expect(fs.readdirSync(folder)).toEqual(['file']);
    fs.rmSync(folder, { recursive: true });
  });
});
