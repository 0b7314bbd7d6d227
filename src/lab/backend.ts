import { createRequire } from 'node:module';
import tf = require('@tensorflow/tfjs');
import { nearestName } from './nearest-name.js';
import { registerTrainingKernels } from './wasm-kernels/index.js';

/** What can compute: native TensorFlow (fastest for large models; only where `@tensorflow/tfjs-node` is installed),
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
      if (!(candidate === 'tensorflow' && isMissing(cause, '@tensorflow/tfjs-node'))) {
        failures.push(`${candidate} did not start: ${reason(cause)}`);
      }
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
    if (name === 'tensorflow') loadNative();
    if (name === 'wasm') loadWasm();
    const started = await tf.setBackend(name);
    await tf.ready();
    if (!started || tf.getBackend() !== name) throw new Error('it was loaded but did not start');
  } catch (error) {
    if (before && tf.engine().backendName !== before) await tf.setBackend(before);
    throw error;
  }
  if (name === 'tensorflow') return `native TensorFlow (${version})`;
  if (name === 'cpu') return `cpu, plain JavaScript (${version})`;
  return `wasm ${(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? 'with' : 'without'} SIMD (${version})`;
}

function loadWasm(): void {
  requireHere('@tensorflow/tfjs-backend-wasm');
  registerTrainingKernels();
}

function loadNative(): void {
  // tfjs-node 4.22 calls two functions that Node 23 removed from `util` (tensorflow/tfjs#8425, merged, not released).
  const util = requireHere('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= Array.isArray;
  // Without it TensorFlow writes pages about CPU instructions to stderr.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  requireHere('@tensorflow/tfjs-node');
}

function isMissing(error: unknown, packageName: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${packageName}'`);
}

function reason(cause: unknown): string {
  if (isMissing(cause, '@tensorflow/tfjs-node')) {
    return '@tensorflow/tfjs-node is not installed; install it with npm install @tensorflow/tfjs-node, or use wasm';
  }
  return cause instanceof Error ? cause.message.split('\n', 1)[0]! : String(cause);
}
