// node scripts/install-importers.js: programs of others that read what gradlab writes, for tests, in .cache/importers. Needs Python 3.
import { pythonEnvironment } from './python-environment.js';

const packages = [
  'nbgrader==0.9.5',
  'junitparser>=5,<6',
  'cmarkgfm>=2025,<2027',
  'gradescope-utils>=0.5,<0.6',
  'hybridjsontestrunner==1.0.0',
  'finalgrade==0.2.4',
  'check-jsonschema>=0.39,<0.40',
];

process.stdout.write(`${pythonEnvironment('importers', packages, 'finalgrade')}\n`);
