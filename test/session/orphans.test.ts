import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { expect, test, vi } from 'vitest';

/** A grader whose compiler is busy with a text that it never gets through. */
const GRADER = `
  import { CompilerProcess, workplaceFor } from ${JSON.stringify(new URL('../../dist/session/index.js', import.meta.url).href)};
  const compiler = new CompilerProcess(workplaceFor(undefined));
  await compiler.reset(undefined, 60_000);
  console.log('busy');
  await compiler.compile(${JSON.stringify(`${'async (a = '.repeat(40)}1`)}, 600_000);`;

test.runIf(process.platform === 'linux')(
  'a compiler ends with a killed grader, also while a text keeps it busy',
  async () => {
    const grader = spawn(process.execPath, ['--input-type=module', '-e', GRADER]);
    await new Promise((resolve) => grader.stdout.once('data', resolve));
    const [compiler] = childrenOf(grader.pid!);
    await vi.waitUntil(() => isRunning(compiler!), { timeout: 30_000 });
    grader.kill('SIGKILL');
    await vi.waitUntil(() => !fs.existsSync(`/proc/${compiler}`), { timeout: 30_000, interval: 100 });
    expect(compiler).toBeGreaterThan(0);
  },
  60_000,
);

const childrenOf = (pid: number) =>
  fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').map(Number);

/** Busy, and not waiting for a message. */
const isRunning = (pid: number) => / R /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));
