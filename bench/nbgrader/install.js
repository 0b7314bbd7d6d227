// node bench/nbgrader/install.js: nbgrader beside Keras in the environment of bench/keras, for the comparison in `npm run bench`.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { kerasPython } from '../keras/run.js';

if (!existsSync(kerasPython))
  execFileSync(process.execPath, [fileURLToPath(new URL('../keras/install.js', import.meta.url))], {
    stdio: 'inherit',
  });
execFileSync(kerasPython, ['-m', 'pip', 'install', '--quiet', 'nbgrader==0.9.5', 'ipykernel<7'], {
  stdio: 'inherit',
});
process.stdout.write(`nbgrader is installed in ${path.dirname(kerasPython)}; npm run bench uses it now\n`);
