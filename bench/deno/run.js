// Where install.js puts Deno.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const denoFolder = fileURLToPath(new URL('../../.cache/deno', import.meta.url));

/** npm installs the package of this platform only. */
const platforms = path.join(denoFolder, 'node_modules', '@deno');

/** Deno's program, if it is installed. */
export const deno = (existsSync(platforms) ? readdirSync(platforms) : [])
  .map((platform) => path.join(platforms, platform, process.platform === 'win32' ? 'deno.exe' : 'deno'))
  .find((file) => existsSync(file));
