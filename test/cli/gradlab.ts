import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const program = path.join(root, 'bin/gradlab.js');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface Options {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** In a process group of its own, as a terminal has it. */
  detached?: boolean;
}

/** Starts `gradlab` as a user does. */
export function start(
  args: string[],
  { cwd = root, env = {}, detached = false }: Options = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, GRADLAB_BACKEND: 'wasm', GRADLAB_ISOLATION: 'process', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
  );
  return { child, ended };
}

/** Runs `gradlab` to its end. */
export const gradlab = (args: string[], options?: Options): Promise<Ended> => start(args, options).ended;

/** A folder that is removed after the tests of a file. */
export function temporaryFolder(parent = os.tmpdir()): string {
  fs.mkdirSync(parent, { recursive: true });
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(parent, 'gradlab-test-')));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A course with one small exercise, `01-mean`: the template of `gradlab new` with shorter limits. It needs no tensors,
 * so that a submission takes a second.
 * @param built Its notebook and public checks are there, too. */
export function smallCourse({ built = false } = {}): string {
  const folder = temporaryFolder();
  const exercise = path.join(folder, 'graders/01-mean');
  mustRun(['new', '01-mean', '--graders', 'graders'], folder);
  edit(path.join(exercise, 'exercise.json'), (text) =>
    text.replace(/\n\}\n$/, ',\n  "limits": { "cellTimeoutMs": 10000, "probeTimeoutMs": 1500 }\n}\n'),
  );
  if (built) mustRun(['build'], folder);
  return folder;
}

/** Answers to the task `mean`. */
export const MEAN = {
  right: 'let sum = 0;\nfor (const value of values) sum += value;\nreturn sum / values.length;\n',
  wrong: 'return values.reduce((sum, value) => sum + value, 0) / 3;\n',
  endless: 'while (values.length > -1);\nreturn 0;\n',
  throws: "throw new Error('<b>&\\u001b[31m not yet');\n",
} as const;

/** Writes a submission of `01-mean`: what `gradlab fill` makes, with another answer in the place of the solution's. */
export function submit(
  course: string,
  notebook: string,
  answer: keyof typeof MEAN | undefined,
  from: 'starter' | 'solution' = 'solution',
): string {
  const filled = path.join(course, `${from}.ipynb`);
  if (!fs.existsSync(filled)) mustRun(['fill', '01-mean', '-o', filled, '--from', from], course);
  const content = JSON.parse(fs.readFileSync(filled, 'utf8')) as {
    cells: { id: string; source: string[] }[];
  };
  const cell = content.cells.find(({ id }) => id === 'mean')!;
  if (answer) {
    const at = cell.source.findIndex((line) => line.includes('return values.reduce'));
    cell.source.splice(at, 1, ...MEAN[answer].split(/(?<=\n)/));
  }
  const file = path.join(course, notebook);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(content, null, 1));
  return file;
}

export function mustRun(args: string[], cwd: string): void {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`gradlab ${args.join(' ')} ended with ${status}: ${stderr}`);
}

export function edit(file: string, change: (text: string) => string): void {
  const before = fs.readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`Nothing to change in ${file}`);
  fs.writeFileSync(file, after);
}

/** Processes that have a text in their environment; only Linux tells. */
export function processesWith(mark: string): string[] {
  if (process.platform !== 'linux') return [];
  return fs.readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        fs.readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark) &&
        !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))
      );
    } catch {
      return false; // It has ended meanwhile.
    }
  });
}

/** Every file below a folder with its content, to tell whether one was changed. */
export function snapshot(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter(
    (name) =>
      fs.statSync(path.join(folder, name)).isFile() && fs.statSync(path.join(folder, name)).size < 1 << 20,
  );
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

/** A notebook with these code cells. */
export function notebookOf(
  cells: (string | { source: string; [key: string]: unknown })[],
  more: Record<string, unknown> = {},
): string {
  const full = cells.map((cell, at) => {
    const { source, ...other } = typeof cell === 'string' ? { source: cell } : cell;
    return {
      cell_type: 'code',
      id: `c${at + 1}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
      ...other,
    };
  });
  return JSON.stringify({ cells: full, metadata: {}, nbformat: 4, nbformat_minor: 5, ...more });
}
