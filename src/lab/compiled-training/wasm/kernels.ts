import { setFlagsFromString } from 'node:v8';
import { assemble, f32x4 } from './assembler.js';
import { OPTIMIZERS } from './optimizers.js';
import { pack, packTransposed } from './packing.js';
import { maxPool, maxPoolGradient } from './pooling.js';
import { biasGradient, forward, inputGradient, kernelGradient, type MultiplyAdd } from './products.js';
import { relu, reluGradient } from './relu.js';

/** Functions on numbers in a memory; arguments are addresses and sizes, as the files of this folder say. */
export type Kernels = Readonly<Record<KernelName, (...args: number[]) => void>>;

export type KernelName =
  | 'forward'
  | 'kernelGradient'
  | 'biasGradient'
  | 'inputGradient'
  | 'pack'
  | 'packTransposed'
  | 'maxPool'
  | 'maxPoolGradient'
  | 'relu'
  | 'reluGradient'
  | 'sgd'
  | 'momentum'
  | 'nesterov'
  | 'adam'
  | 'rmsprop';

/** All kernels, compiled once. */
export const kernelModule = (): WebAssembly.Module => (compiled ??= compile());

let compiled: WebAssembly.Module | undefined;

/** The kernels over a memory. */
export const kernelsOn = (memory: WebAssembly.Memory): Kernels =>
  new WebAssembly.Instance(kernelModule(), { gradlab: { memory } }).exports as unknown as Kernels;

/** With fused multiply-adds, which are twice as fast, where the machine and V8 have them; Node 20 keeps them behind a flag,
 * which is put back so that other code meets V8 as it was. */
function compile(): WebAssembly.Module {
  const [major] = process.versions.node.split('.');
  const isBehindFlag = Number(major) < 22;
  if (isBehindFlag) setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    return new WebAssembly.Module(binary(f32x4.fusedMultiplyAdd));
  } catch {
    return new WebAssembly.Module(binary((a, b, c) => f32x4.add(f32x4.multiply(a, b), c)));
  } finally {
    if (isBehindFlag) setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}

const binary = (multiplyAdd: MultiplyAdd) =>
  assemble([
    forward(multiplyAdd),
    kernelGradient(multiplyAdd),
    biasGradient(),
    inputGradient(multiplyAdd),
    pack(),
    packTransposed(),
    maxPool(),
    maxPoolGradient(),
    relu(),
    reluGradient(),
    ...OPTIMIZERS.map((make) => make()),
  ]);
