// The kernel against stock tslab and Deno's, as jupyter_client sees them. Needs the environment of scripts/install-jupyter.js.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deno } from './deno/run.js';

const python = path.resolve('.cache', 'jupyter', 'bin', 'python');

export const hasJupyter = existsSync(python);

/** Kernels to compare with. */
const OTHERS = {
  tslab: [
    process.execPath,
    path.resolve('node_modules', 'tslab', 'bin', 'tslab'),
    'kernel',
    '--config-path',
    '{connection_file}',
  ],
  ...(deno ? { deno: [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'] } : {}),
};

/** @returns {Record<'gradlab' | 'tslab' | 'deno', Record<string, number>[]>} What was measured, one object a round; Deno's only where it
 * is installed. */
export function timeKernels(rounds) {
  const prefix = mkdtempSync(path.join(os.tmpdir(), 'gradlab-bench-'));
  try {
    execFileSync(process.execPath, ['bin/gradlab.js', 'kernel', 'install', '--prefix', prefix], {
      stdio: 'ignore',
    });
    for (const [name, argv] of Object.entries(OTHERS)) {
      const folder = path.join(prefix, 'share', 'jupyter', 'kernels', name);
      mkdirSync(folder);
      const spec = { argv, display_name: name, language: 'typescript' };
      writeFileSync(path.join(folder, 'kernel.json'), JSON.stringify(spec));
    }
    const names = ['gradlab', ...Object.keys(OTHERS)];
    const output = execFileSync(python, ['bench/kernel.py', String(rounds), ...names], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        JUPYTER_PATH: path.join(prefix, 'share', 'jupyter'),
        GRADLAB_BENCH_CWD: path.resolve('notebooks'),
      },
    });
    return JSON.parse(output.trim().split('\n').at(-1));
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
}
