// node scripts/install-importers.js: programs of others that read what gradlab writes, for tests, in .cache/importers. Needs Python 3.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mustRun, root } from './prepare.js';

const folder = path.join(root, '.cache', 'importers');
const bin = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
const packages = [
  'nbgrader==0.9.5',
  'junitparser>=5,<6',
  'cmarkgfm>=2025,<2027',
  'gradescope-utils>=0.5,<0.6',
  'check-jsonschema>=0.39,<0.40',
];

if (!existsSync(path.join(bin, 'check-jsonschema'))) {
  mustRun(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder], {
    stdio: ['ignore', 2, 2],
  });
  mustRun(path.join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', ...packages], {
    stdio: ['ignore', 2, 2],
  });
}
process.stdout.write(`${bin}\n`);
