import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Subscriber } from 'zeromq';
import { isAlive, startKernel } from './gradlab-kernel.js';
import type { JupyterClient } from './jupyter-client.js';

let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('what cells leave running', () => {
  it.each([
    ['silent', '1', { silent: true }],
    ['not stored', '1', { store_history: false }],
    ['empty', '', {}],
  ])(
    'late output keeps its cell, though a request that is %s came in between',
    async (_kind, code, options) => {
      const text = `late ${_kind}\n`;
      const id = await kernel.sendCell(`setTimeout(() => console.log(${JSON.stringify(text.trim())}), 400);`);
      await kernel.finished(id);
      await kernel.execute(code, options);
      const late = () => kernel.broadcast.find(({ content }) => content.text === text);
      await kernel.until(() => late() !== undefined, 'late output');
      expect(late()!.parent).toBe(id);
    },
  );

  it('a prompt in a timer does not swallow the next cell', async () => {
    kernel.onInput = () => 'here';
    const asking = await kernel.sendCell("let said = ''; setTimeout(() => { said = prompt('late?'); }, 50);");
    const next = await kernel.sendCell(`const long = [${'1, '.repeat(15_000)}]; long.length`);
    await kernel.finished(asking);
    expect((await kernel.finished(next)).result).toEqual({ 'text/plain': '15000' });
    await pause(300);
    expect((await kernel.execute('said')).result).toEqual({ 'text/plain': "'here'" });
  });

  it('the end of the process between two cells is told at the cell that began last', async () => {
    const id = await kernel.sendCell('const gone = 1; setTimeout(() => process.exit(5), 200);');
    await kernel.finished(id);
    const death = () => kernel.broadcast.find(({ content }) => content.ename === 'SessionDiedError');
    await kernel.until(() => death() !== undefined, 'the end of the process');
    expect(death()).toMatchObject({ parent: id, type: 'error' });
    expect(death()!.content.evalue).toContain('exit code 5');
    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });
});

it('a cell that closes the channel of its process costs the process, and no cell waits for ever', async () => {
  const { error } = await kernel.execute("require('node:fs').closeSync(3)");
  expect(error!.ename).toBe('SessionDiedError');
  expect(error!.evalue).toContain('closed the channel');
  expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
});

it.each([
  ['numbers', 'const all = []; for (;;) all.push(new Array(100_000).fill(all.length + 0.5));'],
  ['bytes', 'const all = []; for (;;) all.push(Buffer.alloc(20 << 20, 1));'],
])(
  'a cell that allocates %s without end loses the process, and says where the limit is set',
  async (_what, code) => {
    const other = await startKernel({ env: { GRADLAB_MEMORY_MIB: '600' } });
    const { error } = await other.execute(code);
    expect(error!.ename).toBe('SessionDiedError');
    expect(error!.evalue).toMatch(/^Out of memory: .*The limit is 600 MiB; .*GRADLAB_MEMORY_MIB/);
    expect((await other.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
    other.close();
  },
);

describe('what cells put out', () => {
  it('characters of two units stay whole in a long output; half ones become readable', async () => {
    const long = await kernel.execute("console.log('a' + '😀'.repeat(400_000));");
    expect(long.stdout).toBe(`a${'😀'.repeat(400_000)}\n`);
    const { error } = await kernel.execute("throw new Error('\\\\ud83d and ' + '😀'.slice(0, 1));");
    expect(error!.evalue).toBe('\\ud83d and \uFFFD');
  });

  it('a big integer or a typed array in a display is sent as front ends can read it', async () => {
    const { displays } = await kernel.execute(`
      import { display } from 'gradlab';
      display({ 'application/json': { big: 10n, list: new Float32Array([1, 2]) }, 'text/plain': 'x' });`);
    expect(displays[0]!.data['application/json']).toEqual({ big: '10', list: [1, 2] });
    const { result } = await kernel.execute(
      "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'b', 'application/json': 3n }) })",
    );
    expect(result).toEqual({ 'text/plain': 'b', 'application/json': '3' });
  });

  it('a front end that does not read does not keep the others waiting for ever', async () => {
    const other = new Subscriber({ linger: 0, receiveHighWaterMark: 1 });
    other.connect(`tcp://127.0.0.1:${kernel.ports.iopub_port}`);
    other.subscribe();
    await pause(300);
    const { reply, displays } = await kernel.execute(
      "for (let i = 0; i < 12_000; i++) display({ 'text/plain': 'y'.repeat(2000) + i });",
      {},
      50_000,
    );
    other.close();
    expect(reply.status).toBe('ok');
    expect(displays.length).toBeGreaterThan(0);
  });
});

describe('interrupts at odd times', () => {
  it('while the session comes up', async () => {
    const other = await startKernel();
    await other.execute('process.exit(1)');
    const id = await other.sendCell('while (true);');
    const begun = () => other.broadcast.some(({ type, parent }) => type === 'execute_input' && parent === id);
    await other.until(begun, 'the cell');
    await other.request('control', 'interrupt_request', {});
    expect((await other.finished(id, 15_000)).reply.ename).toBe('KeyboardInterrupt');
    other.close();
  });

  it('while a program runs that the cell waits for: only the program is ended', async () => {
    await kernel.execute("import { execSync } from 'node:child_process'; let kept = 1;");
    const id = await kernel.sendCell("console.log('begun'); execSync('sleep 30');");
    await kernel.until(
      () => kernel.broadcast.some(({ content, parent }) => parent === id && content.text),
      'the cell',
    );
    await kernel.request('control', 'interrupt_request', {});
    expect((await kernel.finished(id, 15_000)).reply.ename).toBe('KeyboardInterrupt');
    expect((await kernel.execute('kept')).result).toEqual({ 'text/plain': '1' });
  });

  it('after a cell that does not compile, what earlier ones left running ends', async () => {
    await kernel.execute('let ticks = 0; setInterval(() => ticks++, 10);');
    await kernel.execute('const bad: number = "x";');
    await kernel.request('control', 'interrupt_request', {});
    await pause(500);
    const { result } = await kernel.execute('ticks');
    await pause(200);
    expect((await kernel.execute('ticks')).result).toEqual(result);
  });
});

it('a kernel that is killed while a cell loops leaves no process behind', async () => {
  const other = await startKernel();
  const pid = Number((await other.execute('process.pid')).result!['text/plain']);
  await other.sendCell('while (true);');
  await pause(500);
  other.child.kill('SIGKILL');
  await other.exited;
  await other.until(() => !isAlive(pid), 'the end of the cells’ process', 10_000);
  other.close();
});
