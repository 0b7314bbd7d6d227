import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from './run-cells.js';

/** A grader whose compiler is busy with a text that it never gets through. */
const GRADER = `
  import { CompilerProcess, workplaceFor } from ${JSON.stringify(new URL('../../dist/session/index.js', import.meta.url).href)};
  const compiler = new CompilerProcess(workplaceFor(undefined));
  await compiler.reset(undefined, 60_000);
  console.log('busy');
  await compiler.compile(${JSON.stringify(`${'async (a = '.repeat(40)}1`)}, 600_000);`;

test.runIf(process.platform === 'linux').each([
  ['', 'exec /usr/bin/setpriv "$@"'],
  [', where setpriv does not work', 'exit 1'],
])(
  'a compiler ends with a killed grader, also while a text keeps it busy%s',
  async (_where, setpriv) => {
    const folder = temporaryFolder({ setpriv: `#!/bin/sh\n${setpriv}\n` });
    fs.chmodSync(path.join(folder, 'setpriv'), 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const grader = spawn(process.execPath, ['--input-type=module', '-e', GRADER], { env });
    await new Promise((resolve) => grader.stdout.once('data', resolve));
    const [compiler] = childrenOf(grader.pid!);
    await vi.waitUntil(() => isRunning(compiler!), { timeout: 30_000 });
    grader.kill('SIGKILL');
    await vi.waitUntil(() => !fs.existsSync(`/proc/${compiler}`), { timeout: 30_000, interval: 100 });
    expect(compiler).toBeGreaterThan(0);
  },
  60_000,
);

/** A grader whose submission is in a loop. */
const grading = (isolation: string) => `
  import { Session, workplaceFor } from ${JSON.stringify(new URL('../../dist/session/index.js', import.meta.url).href)};
  const session = await Session.start({ workplace: workplaceFor(undefined), cwd: process.argv[1], isolation: '${isolation}' });
  await session.execute('a', 'console.log(1)');
  session.execute('b', 'for (;;);', 600_000);
  setTimeout(() => console.log('busy'), 1000);`;

describe.runIf(process.platform === 'linux')('a submission in a loop ends with a killed grader', () => {
  test.each(['process', 'node'])('at the level %s', async (isolation) => {
    const folder = temporaryFolder();
    const grader = spawn(process.execPath, ['--input-type=module', '-e', grading(isolation), folder]);
    await new Promise((resolve) => grader.stdout.once('data', resolve));
    const started = childrenOf(grader.pid!);
    expect(started.filter(isRunning)).toHaveLength(1);
    grader.kill('SIGKILL');
    const left = () => started.filter((pid) => fs.existsSync(`/proc/${pid}`));
    await vi.waitUntil(() => left().length === 0, { timeout: 30_000, interval: 100 });
  });
});

test.runIf(process.platform === 'linux')(
  'what starts a box ends with a killed grader, however far it has got',
  async () => {
    const folder = temporaryFolder({ bwrap: '#!/bin/sh\nexec sleep 1000\n' });
    fs.chmodSync(path.join(folder, 'bwrap'), 0o755);
    const program = grading('bubblewrap').replace(
      'await Session',
      "setTimeout(() => console.log('starting'), 2000); await Session",
    );
    const grader = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    });
    await new Promise((resolve) => grader.stdout.once('data', resolve));
    const started = childrenOf(grader.pid!).filter((pid) => commandOf(pid).startsWith('sleep'));
    expect(started).toHaveLength(1);
    grader.kill('SIGKILL');
    await vi.waitUntil(() => !fs.existsSync(`/proc/${started[0]}`), { timeout: 10_000, interval: 100 });
  },
);

const commandOf = (pid: number) => fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1');

const childrenOf = (pid: number) =>
  fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').map(Number);

/** Busy, and not waiting for a message. */
const isRunning = (pid: number) => / R /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));
