import { f32x4, i32, LANES, WasmFunction, type I32, type Local } from './assembler.js';

/** values = max(values, 0), in place; NaN stays. */
export function relu(): WasmFunction {
  const f = new WasmFunction('relu');
  const values = f.parameter('i32');
  const end = f.parameter('i32');
  inVectors(f, values, end, () => {
    const value = f.variable(f32x4.load(values));
    f.storeVector(values, 0, f32x4.andNot(value, f32x4.isLess(value, f32x4.zero)));
  });
  return f;
}

/** gradients = 0 where outputs are. */
export function reluGradient(): WasmFunction {
  const f = new WasmFunction('reluGradient');
  const gradients = f.parameter('i32');
  const end = f.parameter('i32');
  const outputs = f.parameter('i32');
  inVectors(f, gradients, end, () => {
    const isFlat = f32x4.isAtMost(f32x4.load(outputs), f32x4.zero);
    f.storeVector(gradients, 0, f32x4.andNot(f32x4.load(gradients), isFlat));
    f.set(outputs, i32.add(outputs, i32.constant(4 * LANES)));
  });
  return f;
}

/** From one address to another, vector by vector: what lies behind the end is within the slack of a block. */
export function inVectors(f: WasmFunction, address: Local<'i32'>, end: I32, body: () => void): void {
  f.while(address, end, 4 * LANES, body);
}
