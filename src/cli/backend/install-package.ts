import fs from 'node:fs';
import path from 'node:path';
import { NATIVE_VERSION } from '../../lab/native-package.js';
import { InstallError } from './install-error.js';
import { complaint, runProgram } from './program.js';

/** Makes a folder with the npm package `@tensorflow/tfjs-node` in it, and no library yet. In the place of TensorFlow.js, which
 * it would bring (300 MB), stands a package that is never loaded: `loadNative()` hands over the one that is in use.
 * @throws {InstallError} If npm does not get it. */
export async function installPackage(folder: string): Promise<void> {
  const write = (name: string, content: string) => fs.writeFileSync(path.join(folder, name), content);
  const standIn = 'file:stand-in';
  fs.mkdirSync(path.join(folder, 'stand-in'));
  write('stand-in/package.json', JSON.stringify({ name: 'stand-in', version: NATIVE_VERSION }));
  write('stand-in/index.js', "throw new Error('gradlab hands over its own TensorFlow.js');\n");
  const dependencies = {
    '@tensorflow/tfjs': standIn,
    '@tensorflow/tfjs-core': standIn,
    '@tensorflow/tfjs-node': NATIVE_VERSION,
    'node-api-headers': '1.9.0',
  };
  const overrides = { '@tensorflow/tfjs': standIn };
  write('package.json', JSON.stringify({ private: true, dependencies, overrides }, null, 2));
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const install = ['npm', 'install', '--ignore-scripts', '--install-links', ...quiet];
  const outcome = await runProgram(install, { cwd: folder });
  if (!outcome.ok)
    throw new InstallError(
      `npm cannot get @tensorflow/tfjs-node ${NATIVE_VERSION}: ${complaint(outcome)}\nIt needs the network, or a registry that npm is set up for`,
    );
}
