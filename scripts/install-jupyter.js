// node scripts/install-jupyter.js: JupyterLab and the clients that tests drive the kernel with, in .cache/jupyter. Needs Python 3.
import { pythonEnvironment } from './python-environment.js';

const packages = [
  'jupyterlab>=4.4,<5',
  'jupyter_client>=8,<9',
  'jupyter_kernel_test>=0.7,<1',
  'nbclient>=0.10,<1',
  'nbconvert>=7,<8',
  'papermill>=2.6,<3',
];

process.stdout.write(`${pythonEnvironment('jupyter', packages, 'jupyter-lab')}\n`);
