import { bytes, f32, i32, WasmFunction, type I32, type Local } from './assembler.js';
import { PANEL } from './products.js';

/** Copies a kernel [depth, columns] into panels of eight columns, one after another, so that a product reads it in one go. Of
 * the last panel, columns that the kernel does not have are left as they are: 0. */
export function pack(): WasmFunction {
  const f = new WasmFunction('pack');
  const kernel = f.parameter('i32');
  const depth = f.parameter('i32');
  const columns = f.parameter('i32');
  const packed = f.parameter('i32');
  inPanels(f, columns, (column, width) => {
    f.for(depth, 1, (k) => {
      const from = f.variable(numberAt(kernel, i32.add(i32.multiply(k, columns), column)));
      copy(f, from, i32.constant(4), packed, width);
      f.increase(packed, i32.constant(4 * PANEL));
    });
  });
  return f;
}

/** The same for each segment [length, columns] of a kernel, transposed: [columns, length]. */
export function packTransposed(): WasmFunction {
  const f = new WasmFunction('packTransposed');
  const kernel = f.parameter('i32');
  const segments = f.parameter('i32');
  const length = f.parameter('i32');
  const columns = f.parameter('i32');
  const packed = f.parameter('i32');
  const pitch = f.variable(bytes(columns));
  f.for(segments, 1, () => {
    inPanels(f, length, (k, width) => {
      f.for(columns, 1, (column) => {
        const from = f.variable(numberAt(kernel, i32.add(i32.multiply(k, columns), column)));
        copy(f, from, pitch, packed, width);
        f.increase(packed, i32.constant(4 * PANEL));
      });
    });
    f.increase(kernel, i32.multiply(length, pitch));
  });
  return f;
}

const numberAt = (start: I32, index: I32): I32 => i32.add(start, bytes(index));

/** @param body Gets the first column of each panel, and how many there are in it. */
function inPanels(f: WasmFunction, columns: I32, body: (column: I32, width: Local<'i32'>) => void): void {
  f.for(columns, PANEL, (column) => {
    body(column, f.smaller(i32.subtract(columns, column), PANEL));
  });
}

/** Copies numbers that lie `step` bytes apart; `from` moves on. */
function copy(f: WasmFunction, from: Local<'i32'>, step: I32, to: I32, width: I32): void {
  f.for(bytes(width), 4, (at) => {
    f.storeNumber(i32.add(to, at), 0, f32.load(from));
    f.increase(from, step);
  });
}
