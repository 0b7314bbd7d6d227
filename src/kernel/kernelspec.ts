import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gradlabRoot } from '../session/index.js';
import { makeFolder } from '../session/make-folder.js';

/** Where a kernelspec goes: for this user, or under a prefix such as a virtual environment's. */
export type KernelspecPlace = { user: true } | { prefix: string } | { sysPrefix: true };

/** What Jupyter needs to start the kernel. All paths are absolute: it works without PATH, with nvm, and with spaces. */
export function kernelspec(displayName = 'TypeScript (gradlab)'): object {
  return {
    argv: [
      process.execPath,
      path.join(gradlabRoot, 'bin', 'gradlab.js'),
      'kernel',
      'start',
      '{connection_file}',
    ],
    display_name: displayName,
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  };
}

/** Writes the kernelspec where Jupyter looks for it; one of that name is replaced.
 * @param name Letters, digits, `.`, `_` and `-`.
 * @returns The folder that holds it.
 * @throws {RangeError} If the name has other characters.
 * @throws {Error} If no Python is found for `sysPrefix`, or as the file system does. */
export function installKernelspec(place: KernelspecPlace, name = 'gradlab'): string {
  if (!/^[A-Za-z0-9._-]+$/.test(name))
    throw new RangeError(
      `Cannot install a kernel named ${JSON.stringify(name)}: a name has letters, digits, ".", "_" and "-"`,
    );
  const folder = path.join(dataFolder(place), 'kernels', name);
  makeFolder(folder);
  fs.writeFileSync(path.join(folder, 'kernel.json'), `${JSON.stringify(kernelspec(), null, 2)}\n`);
  fs.writeFileSync(path.join(folder, 'logo-svg.svg'), LOGO);
  return folder;
}

/** Jupyter's data folder.
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files */
function dataFolder(place: KernelspecPlace): string {
  if ('prefix' in place) return path.join(path.resolve(place.prefix), 'share', 'jupyter');
  if ('sysPrefix' in place) return path.join(pythonPrefix(), 'share', 'jupyter');
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Jupyter');
  if (process.platform === 'win32') return path.join(APPDATA ?? os.homedir(), 'jupyter');
  return path.join(XDG_DATA_HOME ?? path.join(os.homedir(), '.local', 'share'), 'jupyter');
}

function pythonPrefix(): string {
  for (const python of ['python3', 'python']) {
    try {
      const script = 'import sys; print(sys.prefix)';
      return execFileSync(python, ['-c', script], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      // Try the next name.
    }
  }
  throw new Error('Cannot find Python, whose prefix --sys-prefix means: use --user, or --prefix DIR');
}

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="8" fill="#3178c6"/>
  <path d="M10 14 C 16 50, 26 52, 32 46 S 44 30, 54 48" fill="none" stroke="#ffb000" stroke-width="4"/>
  <circle cx="33" cy="45" r="5" fill="#fff"/>
</svg>
`;
