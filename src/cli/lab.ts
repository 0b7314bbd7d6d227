import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { installKernelspec } from '../kernel/index.js';
import { cacheFolder } from '../lab/data/cache-folder.js';
import { EXIT, UsageError } from './exit-code.js';
import { leaveSignals } from './interruption.js';
import { prepareKernels } from './kernel.js';

/** `gradlab lab`: opens JupyterLab with the kernel, without installing the kernel for good.
 * @param place A notebook or a folder; `notebooks/` here, or this folder, where it is left out.
 * @param options Passed on to JupyterLab. */
export async function lab(place: string | undefined, options: string[]): Promise<number> {
  const opened = place ?? (fs.existsSync('notebooks') ? 'notebooks' : '.');
  if (!fs.existsSync(opened)) throw new UsageError(`There is no ${opened}`);
  const jupyterLab = installedJupyterLab() ?? ownJupyterLab();
  if (!jupyterLab) return EXIT.broken;
  const prefix = path.join(cacheFolder(), 'jupyter');
  installKernelspec({ prefix });
  await prepareKernels(fs.statSync(opened).isDirectory() ? opened : path.dirname(opened));
  const { JUPYTER_PATH = '' } = process.env;
  const jupyterPath = [path.join(prefix, 'share', 'jupyter'), JUPYTER_PATH]
    .filter(Boolean)
    .join(path.delimiter);
  leaveSignals(); // JupyterLab asks what Ctrl-C means.
  const [command, ...args] = jupyterLab;
  const child = spawn(command!, [...args, opened, ...options], {
    stdio: 'inherit',
    env: { ...process.env, JUPYTER_PATH: jupyterPath },
  });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0 ? EXIT.passed : EXIT.broken));
  });
}

/** The command of a JupyterLab that the user has. */
function installedJupyterLab(): string[] | undefined {
  const candidates = [['jupyter-lab'], ['python3', '-m', 'jupyterlab'], ['python', '-m', 'jupyterlab']];
  return candidates.find(([command, ...args]) => works(command!, [...args, '--version']));
}

const works = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;

/** Makes a virtual environment with JupyterLab, once.
 * @returns Nothing where that does not work; what to do has been said. */
function ownJupyterLab(): string[] | undefined {
  const folder = path.join(cacheFolder(), 'jupyterlab');
  const bin = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const command = [path.join(bin, 'jupyter-lab')];
  if (works(command[0]!, ['--version'])) return command;
  const python = ['python3', 'python'].find((name) => works(name, ['--version']));
  if (!python) {
    process.stderr.write(
      'JupyterLab needs Python, which is not found: install it from https://www.python.org\n',
    );
    return undefined;
  }
  process.stderr.write(
    `JupyterLab is not installed: making a virtual environment for it in ${folder} (about 250 MB) …\n`,
  );
  const steps: [string, string[]][] = [
    [python, ['-m', 'venv', '--clear', folder]],
    [path.join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', 'jupyterlab>=4,<5']],
  ];
  for (const [program, args] of steps) {
    // Nothing but JupyterLab's own lines goes to stdout.
    if (spawnSync(program, args, { stdio: ['ignore', 2, 2] }).status === 0) continue;
    fs.rmSync(folder, { recursive: true, force: true });
    process.stderr.write(
      'That did not work (see above). Install JupyterLab yourself: pip install jupyterlab\n',
    );
    return undefined;
  }
  return command;
}
