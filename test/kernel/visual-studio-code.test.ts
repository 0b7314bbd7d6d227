import { afterAll, beforeAll, expect, it } from 'vitest';
import { startKernel } from './gradlab-kernel.js';
import type { JupyterClient } from './jupyter-client.js';

// What the Jupyter extension sends to a kernel that it has started itself.
let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

/** A cell, and what the extension asks for itself. */
const CELL = { silent: false, stop_on_error: false, allow_stdin: true, store_history: true };
const metadata = { cellId: 'vscode-notebook-cell:/home/ada/my%20notebooks/01.ipynb#W0sZmlsZQ%3D%3D' };

it('starts: kernel_info, comms, and code of its own that is not counted', async () => {
  expect((await kernel.request('shell', 'kernel_info_request', {})).status).toBe('ok');
  expect(await kernel.request('shell', 'comm_info_request', { target_name: 'jupyter.widget' })).toEqual({
    status: 'ok',
    comms: {},
  });
  const own = await kernel.execute('1', { ...CELL, store_history: false });
  expect(own.reply).toMatchObject({ status: 'ok', execution_count: 0 });
  const first = await kernel.execute('const kept = 1; kept', { ...CELL, metadata });
  expect(first.reply).toMatchObject({ status: 'ok', execution_count: 1 });
});

it('asks for names and what they are while a cell runs', async () => {
  const id = await kernel.sendCell('while (true);', CELL);
  await begun(id);
  const found = await kernel.request('shell', 'complete_request', { code: 'kep', cursor_pos: 3 }, 5000);
  expect(found.matches).toEqual(['kept']);
  const place = { code: 'kept', cursor_pos: 2, detail_level: 0 };
  expect((await kernel.request('shell', 'inspect_request', place, 5000)).found).toBe(true);
  await kernel.request('shell', 'interrupt_request', {}, 5000);
  await kernel.finished(id, 15_000);
});

it('asks on shell for an interrupt, while a cell runs and others wait', async () => {
  const loop = await kernel.sendCell('while (true);', CELL);
  const next = await kernel.sendCell('kept', CELL);
  await begun(loop);
  expect(await kernel.request('shell', 'interrupt_request', {}, 5000)).toEqual({ status: 'ok' });
  expect((await kernel.finished(loop, 15_000)).reply.ename).toBe('KeyboardInterrupt');
  expect((await kernel.finished(next)).result).toEqual({ 'text/plain': '1' });
});

it('interrupts by signal, where the kernelspec is a user’s own', async () => {
  const loop = await kernel.sendCell('while (true);', CELL);
  await begun(loop);
  kernel.child.kill('SIGINT');
  expect((await kernel.finished(loop, 15_000)).reply.ename).toBe('KeyboardInterrupt');
});

it('restarts and shuts down: asks, and kills at once', async () => {
  await kernel.sendCell('while (true);', CELL);
  void kernel.send('control', 'shutdown_request', { restart: true });
  kernel.child.kill('SIGTERM');
  expect(await kernel.exited).toEqual({ code: 0, signal: null });
});

const begun = async (id: string) => {
  await kernel.until(
    () => kernel.broadcast.some(({ type, parent }) => type === 'execute_input' && parent === id),
    'the cell',
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
};
