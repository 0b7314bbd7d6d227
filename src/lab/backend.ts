import { createRequire } from 'node:module';
import tf = require('@tensorflow/tfjs');
import { loadNative } from './load-native.js';
import { nativePackage } from './native-package.js';
import { nearestName } from './nearest-name.js';
import { registerTrainingKernels } from './wasm-kernels/index.js';

/** What can compute: native TensorFlow (fastest for large models; only where `gradlab backend install` or npm has installed it),
 * WebAssembly, or plain JavaScript (often fastest for tiny models, far too slow for convolutions). */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';

const backendNames: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];

export interface Backend {
  name: BackendName;
  /** For people, e.g. `wasm with SIMD (tfjs 4.22.0)`. */
  description: string;
}

export interface UseBackendOptions {
  /** Where the one line goes that says which backend was chosen; `console.log` by default. */
  log?: (line: string) => void;
}

/** Chooses what computes tensors, waits until it is ready, and says which in one line.
 *
 * Without a name: the first of tensorflow, wasm, cpu that starts. The environment variable `GRADLAB_BACKEND` pins the
 * choice, whatever the notebook asks for, so that a grader's numbers do not depend on the machine.
 * @returns The backend in use.
 * @throws {RangeError} If name or `GRADLAB_BACKEND` is not the name of a backend.
 * @throws {Error} If a backend that was asked for does not start; no other one is taken in its place.
 * @example Usage
 * ```ts
 * await useBackend(); // Backend: wasm with SIMD (tfjs 4.22.0)
 * ``` */
export async function useBackend(
  name?: BackendName,
  { log = console.log }: UseBackendOptions = {},
): Promise<Backend> {
  if (name !== undefined) checkName(name, 'name');
  const pinned = process.env['GRADLAB_BACKEND'] || undefined;
  if (pinned !== undefined) checkName(pinned, 'GRADLAB_BACKEND');
  const wanted = pinned ?? name;
  const failures: string[] = [];
  for (const candidate of wanted === undefined ? backendNames : [wanted]) {
    try {
      const backend: Backend = { name: candidate, description: await start(candidate) };
      if (pinned !== undefined && name !== undefined && name !== pinned)
        failures.push(`GRADLAB_BACKEND overrides ${name}`);
      log(`Backend: ${[backend.description, ...failures].join('; ')}`);
      return backend;
    } catch (cause) {
      if (wanted !== undefined)
        throw new Error(`Cannot use backend ${candidate}: ${reason(cause)}`, { cause });
      if (!(cause instanceof NotInstalled)) failures.push(`${candidate} did not start: ${reason(cause)}`);
    }
  }
  throw new Error(`Cannot use any backend: ${failures.join('; ')}`);
}

function checkName(name: string, where: string): asserts name is BackendName {
  if ((backendNames as readonly string[]).includes(name)) return;
  const meant = typeof name === 'string' ? nearestName(name, backendNames) : undefined;
  throw new RangeError(
    `Cannot use a backend as ${where} must be one of ${backendNames.join(', ')}: current value is '${name}'` +
      (meant === undefined ? '' : `, did you mean ${meant}?`),
  );
}

const requireHere = createRequire(import.meta.url);

/** Loads, selects and describes a backend. TensorFlow.js falls back without a word when one does not start, hence the
 * look at what it really uses; the backend in use before is put back when a start fails. */
async function start(name: BackendName): Promise<string> {
  const version = `tfjs ${tf.version_core}`;
  const before = tf.engine().backendName as string | undefined;
  try {
    if (name === 'tensorflow') startNative();
    if (name === 'wasm') loadWasm();
    const started = await tf.setBackend(name);
    await tf.ready();
    if (!started || tf.getBackend() !== name) throw new Error('it was loaded but did not start');
  } catch (error) {
    if (before && tf.engine().backendName !== before) await tf.setBackend(before);
    throw error;
  }
  if (name === 'tensorflow') return `native TensorFlow ${libraryVersion()} (${version})`;
  if (name === 'cpu') return `cpu, plain JavaScript (${version})`;
  return `wasm ${(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? 'with' : 'without'} SIMD (${version})`;
}

function libraryVersion(): string {
  return (tf.backend() as unknown as { binding: { TF_Version: string } }).binding.TF_Version;
}

function loadWasm(): void {
  requireHere('@tensorflow/tfjs-backend-wasm');
  registerTrainingKernels();
}

/** Native TensorFlow is nowhere on this machine. */
class NotInstalled extends Error {
  constructor() {
    super('native TensorFlow is not installed; gradlab backend install gets it, or use wasm');
  }
}

function startNative(): void {
  const file = nativePackage();
  if (file === undefined) throw new NotInstalled();
  loadNative(file);
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message.split('\n', 1)[0]! : String(cause);
}
