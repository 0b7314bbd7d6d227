// node scripts/install-jupyter.js: JupyterLab and the clients that tests drive the kernel with, in .cache/jupyter. Needs Python 3.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mustRun, root } from './prepare.js';

const folder = path.join(root, '.cache', 'jupyter');
const bin = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
const packages = [
  'jupyterlab>=4.4,<5',
  'jupyter_client>=8,<9',
  'jupyter_kernel_test>=0.7,<1',
  'nbclient>=0.10,<1',
  'nbconvert>=7,<8',
  'papermill>=2.6,<3',
];

if (!existsSync(path.join(bin, 'jupyter-lab'))) {
  mustRun(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder], {
    stdio: ['ignore', 2, 2],
  });
  mustRun(path.join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', ...packages], {
    stdio: ['ignore', 2, 2],
  });
}
process.stdout.write(`${bin}\n`);
