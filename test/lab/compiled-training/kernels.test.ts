import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** [0.5, 1.5, …] · a kernel of 1, 2, 3, … */
async function product(): Promise<number[]> {
  const { ACTIVATIONS } = await import('../../../src/lab/compiled-training/activations.js');
  const { takeMemory } = await import('../../../src/lab/compiled-training/network/memory.js');
  const { Network } = await import('../../../src/lab/compiled-training/network/network.js');
  const network = new Network(
    3,
    [
      {
        kind: 'product',
        windows: { places: [0], segments: 1, length: 12, stride: 12 },
        columns: 2,
        activation: ACTIVATIONS.get('linear')!,
        hasBias: false,
      },
    ],
    takeMemory(),
    1,
  );
  network.input.values.values.set([0.5, 1.5, 2.5]);
  network.parameters[0]!.values.values.set([1, 2, 3, 4, 5, 6]);
  network.forward(1);
  return Array.from(network.output.values.values);
}

const expected = [0.5 * 1 + 1.5 * 3 + 2.5 * 5, 0.5 * 2 + 1.5 * 4 + 2.5 * 6];

test('where the machine or V8 has no fused multiply-adds, products and sums take their place', async () => {
  const tried: number[] = [];
  const { Module } = WebAssembly;
  vi.spyOn(WebAssembly, 'Module').mockImplementation(function (binary) {
    tried.push(binary.length);
    if (tried.length === 1) throw new WebAssembly.CompileError('invalid numeric opcode 0xfd105');
    return new Module(binary);
  });
  expect(await product()).toEqual(expected);
  expect(tried).toHaveLength(2);
});

test('V8 is left as it was: code with relaxed instructions compiles as before, or not', async () => {
  const { assemble, f32x4, i32, WasmFunction } =
    await import('../../../src/lab/compiled-training/wasm/assembler.js');
  const relaxed = new WasmFunction('relaxed');
  const at = relaxed.parameter('i32');
  const three = f32x4.fusedMultiplyAdd(f32x4.zero, f32x4.zero, f32x4.zero);
  relaxed.storeVector(i32.add(at, i32.constant(0)), 0, three);
  const compiles = () => {
    try {
      return Boolean(new WebAssembly.Module(assemble([relaxed])));
    } catch {
      return false;
    }
  };
  const before = compiles();
  expect(await product()).toEqual(expected);
  expect(compiles()).toBe(before);
});

test('numbers of any size are encoded: offsets, constants, types', async () => {
  const { assemble, f32, i32, MOST_PAGES, WasmFunction } =
    await import('../../../src/lab/compiled-training/wasm/assembler.js');
  const memory = new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES, shared: true });
  const values = new Float32Array(memory.buffer);
  for (const constant of [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 65_536, -65_536, 2 ** 31 - 1]) {
    const copy = new WasmFunction('copy');
    const base = copy.parameter('i32');
    // base + constant = 8, whatever the constant is.
    copy.storeNumber(i32.constant(0), 70_000, f32.load(i32.add(base, i32.constant(constant))));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble([copy])), {
      gradlab: { memory },
    });
    values[2] = constant;
    (exports['copy'] as (base: number) => void)(8 - constant);
    expect(values[70_000 / 4]).toBe(Math.fround(constant));
  }
});
