// node bench/deno/install.js: Deno in .cache/deno, from npm, for the comparison of kernels in `npm run bench`.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { denoFolder } from './run.js';

mkdirSync(denoFolder, { recursive: true });
// --ignore-scripts: the package's own script only copies what its package for this platform holds.
execFileSync('npm', ['install', '--prefix', denoFolder, '--no-save', '--ignore-scripts', 'deno@2.9.6'], {
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
});
process.stdout.write('Deno is installed in .cache/deno; npm run bench uses it now\n');
