// The kernel against stock tslab, as jupyter_client sees them. Needs the environment of scripts/install-jupyter.js.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const python = path.resolve('.cache', 'jupyter', 'bin', 'python');

export const hasJupyter = existsSync(python);

/** @returns {Record<'gradlab' | 'tslab', Record<string, number>[]>} What was measured, one object a round. */
export function timeKernels(rounds) {
  const prefix = mkdtempSync(path.join(os.tmpdir(), 'gradlab-bench-'));
  try {
    execFileSync(process.execPath, ['bin/gradlab.js', 'kernel', 'install', '--prefix', prefix], {
      stdio: 'ignore',
    });
    const stock = path.join(prefix, 'share', 'jupyter', 'kernels', 'tslab');
    mkdirSync(stock);
    const program = path.resolve('node_modules', 'tslab', 'bin', 'tslab');
    const argv = [process.execPath, program, 'kernel', '--config-path', '{connection_file}'];
    writeFileSync(
      path.join(stock, 'kernel.json'),
      JSON.stringify({ argv, display_name: 'tslab', language: 'typescript' }),
    );
    const output = execFileSync(python, ['bench/kernel.py', String(rounds)], {
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
