import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { gradlab, notebookOf, processesWith, smallCourse, start, submit } from './gradlab.js';

const course = smallCourse();
for (const name of ['a', 'b', 'c']) submit(course, `class/${name}.ipynb`, name === 'b' ? 'wrong' : 'right');

const journal = (out: string) => path.join(course, out, 'journal.jsonl');
/** Results in it; its first line says what it is. */
const lines = (out: string) =>
  fs.existsSync(journal(out)) ? fs.readFileSync(journal(out), 'utf8').split('\n').length - 2 : 0;

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 600) throw new Error('This took longer than a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const grading = (...more: string[]) => ['grade', 'class', '--format', 'json', '--stable', ...more];

it.skipIf(process.platform === 'win32')(
  'interrupted, resumed, killed, resumed: byte for byte what an undisturbed run gives',
  async () => {
    const undisturbed = await gradlab(grading('-j', '2'), { cwd: course });

    const first = start(grading('-j', '1', '--out', 'marks'), { cwd: course, detached: true });
    await until(() => lines('marks') >= 1);
    process.kill(-first.child.pid!, 'SIGINT'); // To the whole group, as a terminal does: also to the compiler.
    const interrupted = await first.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toMatch(/^Interrupted after [12] of 3 submissions: go on with --resume$/m);
    const printed = JSON.parse(interrupted.stdout) as unknown[];
    expect(printed).toEqual((JSON.parse(undisturbed.stdout) as unknown[]).slice(0, printed.length));

    const graded = lines('marks');
    const second = start(grading('-j', '1', '--out', 'marks', '--resume'), { cwd: course });
    await until(() => lines('marks') > graded);
    second.child.kill('SIGKILL');
    expect((await second.ended).signal).toBe('SIGKILL');
    fs.appendFileSync(journal('marks'), '{"key":"half of a li');

    const { stdout, code } = await gradlab(grading('--out', 'marks', '--resume'), { cwd: course });
    expect({ stdout, code }).toEqual({ stdout: undisturbed.stdout, code: 1 });
  },
  180_000,
);

it.skipIf(process.platform !== 'linux')(
  'a run of an endless cell, interrupted: 130, outputs so far are kept, no process is left',
  async () => {
    const mark = `GRADLAB_TEST_MARK=${path.basename(course)}`;
    fs.writeFileSync(
      path.join(course, 'endless.ipynb'),
      notebookOf(["console.log('first')", "console.log('second');\nwhile (true);"]),
    );
    const [name, value] = mark.split('=') as [string, string];
    const { child, ended } = start(['run', 'endless.ipynb', '-o', 'out.ipynb'], {
      cwd: course,
      env: { [name]: value },
      detached: true,
    });
    let seen = '';
    child.stderr!.on('data', (text: string) => (seen += text));
    await until(() => seen.includes('cell 2 of 2'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    process.kill(-child.pid!, 'SIGINT');
    const { code } = await ended;
    const { cells } = JSON.parse(fs.readFileSync(path.join(course, 'out.ipynb'), 'utf8')) as {
      cells: { outputs: { text?: string[] }[] }[];
    };
    expect(cells.map(({ outputs }) => outputs[0]?.text)).toEqual([['first\n'], ['second\n']]);
    expect(code).toBe(130);
    await until(() => processesWith(mark).length === 0);
  },
);
