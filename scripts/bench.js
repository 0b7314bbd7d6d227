// npm run bench. Gets what it compares with (all but Deno where Python is there); `--no-install` leaves that out.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mustRunNode, prepare, prepareImages } from './prepare.js';

await prepare();
await prepareImages();
const args = process.argv.slice(2);
if (!args.includes('--no-install')) {
  for (const [program, made] of [
    ['bench/nbgrader/install.js', '.cache/keras/bin/nbgrader'], // Keras with it.
    ['scripts/install-jupyter.js', '.cache/jupyter'],
    ['bench/deno/install.js', '.cache/deno'],
    ['bench/native/install.js'], // It looks whether notebooks have it, too.
  ]) {
    if (made && existsSync(path.resolve(made))) continue;
    const { status } = spawnSync(process.execPath, [program], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) process.stderr.write(`${program} has failed: what needs it is left out\n`);
  }
}
mustRunNode('bench/main.js', args);
