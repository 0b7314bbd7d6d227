import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { SubmissionResult } from '../../dist/grading/result.js';
import { bubblewrapProblem } from '../../dist/session/index.js';
import { gradlab, mustRun, processesWith, temporaryFolder } from '../cli/gradlab.js';
import { ATTACKS, RIGHT, type Attack, type HostileNotebook } from './attacks.js';

const problem = await bubblewrapProblem();
if (problem) process.stderr.write(`The hostile class is skipped: ${problem.reason}. ${problem.advice}\n`);

const CANARY = 'canary, alive';

test.skipIf(problem !== undefined)(
  'a hostile class gets the points that it deserves, and reaches nothing',
  async () => {
    const course = temporaryFolder();
    fs.cpSync(fileURLToPath(new URL('graders', import.meta.url)), path.join(course, 'graders'), {
      recursive: true,
    });
    mustRun(['build'], course);
    mustRun(['fill', '01-hostile', '-o', 'right.ipynb', '--from', 'solution'], course);
    const right = fs.readFileSync(path.join(course, 'right.ipynb'), 'utf8');
    const canary = path.join(temporaryFolder(), 'canary.txt');
    fs.writeFileSync(canary, CANARY);
    let calls = 0;
    const server = net.createServer(() => calls++).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;

    const names = new Map<string, Attack>();
    ATTACKS.forEach((attack, at) => {
      const name = `${String(at).padStart(2, '0')} ${attack.name.replaceAll('/', '∕')}`.slice(0, 80);
      names.set(name, attack);
      fs.mkdirSync(path.join(course, 'class', name), { recursive: true });
      const text = JSON.stringify(handedIn(right, attack))
        .replaceAll('HOSTILE_CANARY', canary)
        .replaceAll('HOSTILE_PORT', String(port))
        .replace('"OUTPUTS"', () => `[${'{},'.repeat(2e7)}{}]`)
        .replace('"DEEP"', () => '['.repeat(3e7) + ']'.repeat(3e7));
      fs.writeFileSync(path.join(course, 'class', name, '01-hostile.ipynb'), text);
    });

    const { stdout, stderr, code } = await gradlab(
      ['grade', 'class', '--format', 'json', '-j', '2', '--isolation', 'bubblewrap'],
      { cwd: course, env: { HOSTILE_TOKEN: 'x' } },
    );
    server.close();
    expect({ code, stderr: stderr.replace(/^\[.*\n/gm, '') }).toEqual({ code: 1, stderr: '' });
    const results = JSON.parse(stdout) as SubmissionResult[];
    const table = results.map(({ submission, score, checks }) => {
      const attack = names.get(submission)!;
      const messages = checks
        .filter(({ status }) => status !== 'pass')
        .map(({ status, message }) => `${status}: ${message}`);
      return { attack: submission, deserves: attack.deserves, got: score, messages };
    });
    expect(table.length).toBe(ATTACKS.length);
    expect(table.filter(({ deserves, got }) => deserves !== got)).toEqual([]);

    const said = table.flatMap(({ messages }) => messages).join('\n');
    expect(said).not.toContain(course);
    expect(fs.readFileSync(canary, 'utf8')).toBe(CANARY);
    expect(calls).toBe(0);
    expect(processesWith(`GRADLAB_DATA=synthetic:600\0`).filter((pid) => isOf(pid, course))).toEqual([]);
    expect(fs.readdirSync(course).sort()).toEqual(['class', 'graders', 'notebooks', 'right.ipynb']);
    expect(fs.existsSync('/tmp/evil.png')).toBe(false);
  },
  3_600_000,
);

const isOf = (pid: string, folder: string) =>
  fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(folder);

function handedIn(right: string, { top, body, file }: Attack): HostileNotebook {
  const notebook = JSON.parse(right) as HostileNotebook;
  const cell = notebook.cells.find(({ id }) => id === 'mean')!;
  const source = [cell.source].flat().join('');
  if (!source.includes(RIGHT)) throw new Error(`The solution has changed: ${source}`);
  const filled = source.replace(RIGHT, () => body ?? 'return 0;');
  cell.source = top === undefined ? filled : `// @ts-nocheck\n${top}\n${filled}`;
  file?.(notebook);
  return notebook;
}
