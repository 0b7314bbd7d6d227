import fs from 'node:fs';
import path from 'node:path';
import { InstallError } from './install-error.js';
import { needsOfWheel } from './needs.js';
import { complaint, runProgram } from './program.js';
import { LIBRARIES, unpackLibrary, wheelDownload } from './wheel.js';

/** Brings TensorFlow's library and the addon into the folder of the package.
 * @param folder What `installPackage()` has made.
 * @throws {InstallError} If it does not work here. */
type Way = (folder: string, say: (line: string) => void) => Promise<void>;

const packageIn = (folder: string) => path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node');

/** The package's own installer: it downloads both from Google's storage. */
const ownInstaller: Way = async (folder, say) => {
  say('Its own installer downloads the library (--from pypi does without it) …');
  const rebuild = ['npm', 'rebuild', '@tensorflow/tfjs-node', '--foreground-scripts'];
  const outcome = await runProgram(rebuild, { cwd: folder });
  if (!outcome.ok) throw new InstallError(complaint(outcome));
  const lib = path.join(packageIn(folder), 'lib');
  const hasAddon = fs.existsSync(lib) && fs.readdirSync(lib, { recursive: true }).some(isAddon);
  if (!hasAddon) throw new InstallError('npm has not run it');
};

const isAddon = (name: string | Buffer) => String(name).endsWith('.node');

/** The library of PyPI's wheel, and an addon compiled against it. It takes neither node-gyp nor Node's headers: the addon uses
 * Node-API only, which is the same in all versions. */
const fromWheel: Way = async (folder, say) => {
  const { pip, compiler, missing } = await needsOfWheel();
  if (!pip || !compiler) throw new InstallError(missing.join('\n'));
  const home = packageIn(folder);
  const deps = path.join(home, 'deps');
  for (const half of ['deps', 'lib']) fs.rmSync(path.join(home, half), { recursive: true, force: true });
  const downloads = path.join(folder, 'downloads');
  fs.mkdirSync(downloads);

  say('Downloading the library from PyPI (230 MB) …');
  const env = { ...process.env, TMPDIR: downloads }; // Where there is room.
  const download = await runProgram([...pip, ...wheelDownload(downloads)], { env, isShown: true });
  const wheel = fs.readdirSync(downloads).find((name) => name.endsWith('.whl'));
  if (!download.ok || wheel === undefined)
    throw new InstallError(
      'pip cannot get the library (see above). It needs the network, or an index that pip is set up for',
    );

  say('Unpacking it …');
  await unpackLibrary(path.join(downloads, wheel), deps);
  fs.rmSync(downloads, { recursive: true });

  say('Compiling the addon …');
  const addon = path.join('lib', 'napi-v8', 'tfjs_binding.node');
  fs.mkdirSync(path.join(home, path.dirname(addon)), { recursive: true });
  const headers = path.join(folder, 'node_modules', 'node-api-headers', 'include');
  const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'];
  const included = ['-I', headers, '-I', 'deps/include'];
  const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
  const libraries = LIBRARIES.map((name) => `deps/lib/${name}`);
  const output = ['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', addon];
  const compile = [...compiler, ...flags, ...included, ...sources, ...libraries, ...output];
  const compiled = await runProgram(compile, { cwd: home });
  if (!compiled.ok)
    throw new InstallError(`${compiler.join(' ')} cannot compile the addon: ${complaint(compiled)}`);
  fs.rmSync(path.join(deps, 'include'), { recursive: true });
};

export type WayName = 'npm' | 'pypi';

/** In the order in which they are tried. */
export const WAYS: Record<WayName, Way> = { npm: ownInstaller, pypi: fromWheel };
