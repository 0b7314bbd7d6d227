import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { program } from './gradlab-kernel.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env['GRADLAB_JUPYTER'] ?? path.join(root, '.cache', 'jupyter');

/** Programs of the environment that scripts/install-jupyter.js makes. */
export const jupyterProgram = (name: string): string => path.join(folder, 'bin', name);

/** Whether Jupyter's own programs are there; says how to get them where they are not. */
export function hasJupyter(): boolean {
  const found = fs.existsSync(jupyterProgram('jupyter'));
  if (!found)
    process.stdout.write('Skipped: front ends from PyPI (node scripts/install-jupyter.js gets them)\n');
  return found;
}

/** An environment in which Jupyter finds our kernel, installed under `prefix`, and nothing of the user's. */
export function jupyterEnvironment(prefix: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { status, stderr } = spawnSync(process.execPath, [program, 'kernel', 'install', '--prefix', prefix], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return {
    ...process.env,
    GRADLAB_DATA: 'synthetic:2000',
    GRADLAB_BACKEND: 'wasm',
    JUPYTER_PATH: path.join(prefix, 'share', 'jupyter'),
    JUPYTER_CONFIG_DIR: path.join(prefix, 'config'),
    JUPYTER_DATA_DIR: path.join(prefix, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(prefix, 'runtime'),
    IPYTHONDIR: path.join(prefix, 'ipython'),
    ...more,
  };
}

/** A folder with the solution of an exercise (or its starter), as a student has it beside the checks. */
export function solutionIn(course: string, slug: string, from: 'solution' | 'starter' = 'solution'): string {
  const notebook = path.join(course, `${slug}.ipynb`);
  fs.cpSync(path.join(root, 'notebooks', 'checks'), path.join(course, 'checks'), { recursive: true });
  const graders = path.join(root, 'graders');
  const args = [program, 'fill', slug, '-o', notebook, '--from', from, '--graders', graders];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return notebook;
}
