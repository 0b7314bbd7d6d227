// Runs a Keras program of this folder.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const kerasFolder = path.dirname(fileURLToPath(import.meta.url));

/** A virtual environment, made by install.js. */
export const kerasEnvironment = path.join(kerasFolder, '..', '..', '.cache', 'keras');

/** Of the environment that install.js makes. */
export const kerasPython = path.join(
  kerasEnvironment,
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);

export const hasKeras = existsSync(kerasPython);

/** @returns {{ keras: string, seconds: number[] }} */
export function runKeras([program, ...args]) {
  const output = execFileSync(kerasPython, [program, ...args], {
    cwd: kerasFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output.trim().split('\n').at(-1));
}
