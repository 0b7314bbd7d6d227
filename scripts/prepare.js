// Makes a fresh clone ready: installs what package-lock.json lists, if that has not been done, and builds dist/.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/** Runs a program with our output; ends this process if it fails. */
export function mustRun(command, args, options = {}) {
  const { status, signal } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

/** Runs a program of an installed package with this Node. */
export function mustRunNode(script, args, options) {
  mustRun(process.execPath, [script, ...args], options);
}

function installIfNeeded() {
  const marker = 'node_modules/.package-lock.json';
  const fresh = existsSync(marker) && statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs;
  if (fresh) return;
  process.stderr.write('Installing packages (once) …\n');
  // stdout belongs to the command that was asked for.
  mustRun('npm', ['ci', '--no-fund', '--no-audit'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
}

export async function prepare() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`gradlab needs Node 20.19 or later: this is ${process.versions.node}\n`);
    process.exit(2);
  }
  installIfNeeded();
  mustRunNode('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: ['ignore', 2, 2] });
  const { bundle } = await import('./bundle.js'); // Its packages may have been installed just now.
  await bundle();
  await keepMadeUpImages();
}

/** Writes the images that stand in for data sets where graders run notebooks. */
async function keepMadeUpImages() {
  const { keptFile } = await import('../dist/lab/data/made-up-images.js');
  for (const name of ['fashion-mnist', 'mnist']) {
    for (const part of ['train', 'test']) {
      const { file, content } = keptFile(name, part);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}

/** Makes the start-up images of what tests and benchmarks start. */
export async function prepareImages() {
  const { makeMissingImages, workplaceFor } = await import('../dist/session/index.js');
  const { makeKernelImages } = await import('../dist/kernel/index.js');
  const { DEFAULT_LIMITS, GRADING_MEMORY_MIB } = await import('../dist/session/limits.js');
  for (const memoryMiB of [GRADING_MEMORY_MIB, DEFAULT_LIMITS.memoryMiB])
    await makeMissingImages({ workplace: workplaceFor(root), memoryMiB });
  await makeKernelImages(root);
}
