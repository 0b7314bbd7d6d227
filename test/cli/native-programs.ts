import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { temporaryFolder } from './gradlab.js';

/** A package that computes as plain JavaScript does, under the name of native TensorFlow. It refuses what real one would:
 * a Node without its two functions, another TensorFlow.js, an addon that was not compiled. */
const PACKAGE = `
const [fs, path, util, tf] = ['fs', 'path', 'util', '@tensorflow/tfjs'].map((name) => require(name));
fs.appendFileSync(path.join(__dirname, 'loaded'), '.');
if (!util.isNullOrUndefined(undefined) || !util.isArray([])) throw new Error('util lacks functions');
if (!require('@tensorflow/tfjs-core').FlipLeftRight) throw new Error('tfjs-core is another one');
const addon = fs.readFileSync(path.join(__dirname, '../lib/napi-v8/tfjs_binding.node'), 'utf8');
if (addon === 'broken') throw new Error('undefined symbol: TF_Version');
tf.registerCallbackConstructor(1, class { onBatchEnd() { console.log('eta=0.0'); } });
for (const kernel of tf.getKernelsForBackend('cpu')) {
  const isOff = addon === 'off' && kernel.kernelName === 'Softmax';
  const kernelFunc = (given) => isOff ? kernel.kernelFunc({ ...given, inputs: { logits: tf.neg(given.inputs.logits) } }) : kernel.kernelFunc(given);
  tf.registerKernel({ ...kernel, kernelFunc, backendName: 'tensorflow' });
}
const binding = { TF_Version: '2.18.1' };
tf.registerBackend('tensorflow', () => Object.assign(tf.findBackendFactory('cpu')(), { binding, firstUse: false }), 3);
tf.setBackend('tensorflow');
`;

export interface NativePrograms {
  /** In the place of npm, Python and the compiler: their whole programs, CommonJS. Nothing: it is not there. */
  npm?: string;
  python3?: string;
  'c++'?: string;
}

/** Programs that do what theirs do, as far as it matters. */
export const PROGRAMS = {
  npm: `
    const fs = require('fs');
    if (process.argv[2] === 'rebuild') {
      console.error('> install\\n\\nError: getaddrinfo ENOTFOUND storage.example\\n    at lookup\\nnpm error code 1');
      process.exit(1);
    }
    if (process.argv[2] === 'install') {
      for (const name of ['tfjs', 'tfjs-core']) fs.cpSync('stand-in', 'node_modules/@tensorflow/' + name, { recursive: true });
      fs.mkdirSync('node_modules/@tensorflow/tfjs-node/dist', { recursive: true });
      fs.writeFileSync('node_modules/@tensorflow/tfjs-node/dist/index.js', ${JSON.stringify(PACKAGE)});
    }`,
  python3: `
    const at = process.argv.indexOf('--dest');
    if (at > 0) require('fs').copyFileSync(process.env.WHEEL, process.argv[at + 1] + '/tensorflow.whl');`,
  'c++': compilerOf('compiled'),
};

/** A program that does not even tell its version. */
export const BROKEN = 'process.exit(1)';

/** What it makes is what the package finds. */
export function compilerOf(addon: 'compiled' | 'broken' | 'off'): string {
  return `
    const [fs, at] = [require('fs'), process.argv.indexOf('-o')];
    if (at > 0 && fs.existsSync('deps/lib/libtensorflow_cc.so.2') && fs.existsSync('deps/include/tensorflow/c/c_api.h'))
      fs.writeFileSync(process.argv[at + 1], '${addon}');`;
}

/** npm where the package's own installer works. */
export const INSTALLING_NPM = PROGRAMS.npm.replace(
  /console\.error\(.*\n.*exit\(1\);/,
  `fs.mkdirSync('node_modules/@tensorflow/tfjs-node/lib/napi-v8', { recursive: true });
      fs.writeFileSync('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node', 'compiled');`,
);

/** The environment of a machine with these programs and no others, and a cache folder of its own. */
export function machineWith(programs: NativePrograms, wheel: string, cache = temporaryFolder()) {
  const bin = temporaryFolder();
  for (const [name, text] of Object.entries(programs)) {
    fs.writeFileSync(path.join(bin, `${name}.cjs`), text);
    const program = `exec '${process.execPath}' '${bin}/${name}.cjs' "$@"`;
    const version = `case "$*" in *--version) exit ${text === BROKEN ? 1 : 0};; esac`;
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${version}\n${program}\n`, { mode: 0o755 });
  }
  return { PATH: bin, XDG_CACHE_HOME: cache, WHEEL: wheel, CXX: '', GRADLAB_BACKEND: '' };
}

/** A wheel with the files of TensorFlow's that are wanted, and others. */
export async function wheelWith(names: string[]): Promise<string> {
  const file = path.join(temporaryFolder(), 'tensorflow.whl');
  const zip = new yazl.ZipFile();
  for (const name of names) zip.addBuffer(Buffer.from(name), name);
  zip.end();
  await pipeline(zip.outputStream, fs.createWriteStream(file));
  return file;
}
