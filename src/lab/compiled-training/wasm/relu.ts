import { f32x4, i32, VECTOR_BYTES, WasmFunction } from './assembler.js';

/** values = max(values, 0), in place; NaN stays. What lies behind the end is within the slack of a block. */
export function relu(): WasmFunction {
  const f = new WasmFunction('relu');
  const values = f.parameter('i32');
  const end = f.parameter('i32');
  f.while(values, end, VECTOR_BYTES, () => {
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
  f.while(gradients, end, VECTOR_BYTES, () => {
    const isFlat = f32x4.isAtMost(f32x4.load(outputs), f32x4.zero);
    f.storeVector(gradients, 0, f32x4.andNot(f32x4.load(gradients), isFlat));
    f.increase(outputs, i32.constant(VECTOR_BYTES));
  });
  return f;
}
