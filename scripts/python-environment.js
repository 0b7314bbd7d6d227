// Virtual environments of Python, for tests and benchmarks, in .cache/. They need Python 3.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mustRun, root } from './prepare.js';

/** Makes an environment with packages of PyPI, if it does not hold `program` yet; ends this process if that fails.
 * @returns The folder of its programs. */
export function pythonEnvironment(name, packages, program) {
  const folder = path.join(root, '.cache', name);
  const bin = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (!existsSync(path.join(bin, program))) {
    const toStderr = { stdio: ['ignore', 2, 2] };
    mustRun(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder], toStderr);
    mustRun(path.join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', ...packages], toStderr);
  }
  return bin;
}
