// node bench/keras/install.js: a virtual environment with Keras, for the comparison in `npm run bench`. Needs Python 3.11 or later.
import { execFileSync } from 'node:child_process';
import { kerasEnvironment, kerasFolder, kerasPython } from './run.js';

const python = process.platform === 'win32' ? 'python' : 'python3';
const run = (command, ...args) => execFileSync(command, args, { cwd: kerasFolder, stdio: 'inherit' });
run(python, '-m', 'venv', kerasEnvironment);
run(kerasPython, '-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt');
process.stdout.write('Keras is installed in .cache/keras; npm run bench uses it now\n');
