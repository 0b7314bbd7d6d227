import {
  bytes,
  f32,
  f32x4,
  i32,
  LANES,
  VECTOR_BYTES,
  WasmFunction,
  type I32,
  type Local,
  type V128,
} from './assembler.js';

/** `a · b + c`, rounded once or twice. */
export type MultiplyAdd = (a: V128, b: V128, c: V128) => V128;

/** Columns that are computed together: two vectors. */
export const PANEL = 2 * LANES;
const PANEL_BYTES = 4 * PANEL;

/** Rows that are computed together: their twelve sums, the two vectors of a panel and a value fit into the sixteen registers
 * of x86-64. */
export const TILE = 6;

const UNROLLED = 4;

/** So many outputs at once meet the kernel's gradient: the inputs and gradients of an image stay in the processor's cache. */
const BLOCK_OF_PLACES = 128;

/** Of each row of a tile, the vectors of its panel. */
type Sums = readonly (readonly Local<'v128'>[])[];

/** What the three products have in common: which numbers of x belong to an output.
 *
 * They are read where they lie, in `segments` runs of `length` numbers, the first of which begins at the output's place. For a
 * dense layer that is a row of x; for a convolution it is the window, a segment being one row of its pixels with all their
 * channels. Lengths, strides and places are in bytes. */
function geometry(
  f: WasmFunction,
): Record<'x' | 'places' | 'rows' | 'segments' | 'length' | 'stride', Local<'i32'>> {
  return {
    x: f.parameter('i32'),
    /** Of each output, from the start of x. */
    places: f.parameter('i32'),
    /** Number of outputs. */
    rows: f.parameter('i32'),
    segments: f.parameter('i32'),
    length: f.parameter('i32'),
    /** From the start of a segment to the next one's. */
    stride: f.parameter('i32'),
  };
}

/** output[p, n] = bias[n] + Σ x[place p + segment s + k] · kernel[s, k, n]; kernel and bias in panels, as `pack` leaves them. */
export function forward(multiplyAdd: MultiplyAdd): WasmFunction {
  const f = new WasmFunction('forward');
  const { x, places, rows, segments, length, stride } = geometry(f);
  const kernel = f.parameter('i32');
  const bias = f.parameter('i32');
  const output = f.parameter('i32');
  const columns = f.parameter('i32');
  const scratch = f.parameter('i32');

  const pitch = f.variable(bytes(columns));
  const panelBytes = f.variable(i32.multiply(i32.multiply(segments, length), i32.constant(PANEL)));
  f.for(columns, PANEL, (column) => {
    inTiles(f, rows, (row, height) => {
      const sums = tileOf(height, () => panelAt(f, bias));
      const inputs = placesOf(f, i32.add(places, bytes(row)), height, x);
      const weights = f.variable(kernel);
      f.for(segments, 1, () => {
        multiplyTile(f, multiplyAdd, sums, inputs, weights, length);
        for (const input of inputs) f.increase(input, i32.subtract(stride, length));
      });
      const target = i32.add(i32.add(output, i32.multiply(row, pitch)), bytes(column));
      storeTile(f, sums, target, pitch, i32.subtract(columns, column), scratch);
    });
    f.increase(kernel, panelBytes);
    f.increase(bias, i32.constant(PANEL_BYTES));
  });
  return f;
}

/** gradient[s, k, n] += Σ x[place p + segment s + k] · delta[p, n], over the outputs p, for some of the columns. */
export function kernelGradient(multiplyAdd: MultiplyAdd): WasmFunction {
  const f = new WasmFunction('kernelGradient');
  const { x, places, rows, segments, length, stride } = geometry(f);
  const delta = f.parameter('i32');
  const gradient = f.parameter('i32');
  /** Of these addresses on. */
  const columns = f.parameter('i32');
  /** From a row of delta and of the gradient to the next one, in bytes. */
  const pitch = f.parameter('i32');
  const scratch = f.parameter('i32');

  const numbers = f.variable(i32.divide(length, i32.constant(4)));
  f.for(rows, BLOCK_OF_PLACES, (done) => {
    const left = f.smaller(i32.subtract(rows, done), BLOCK_OF_PLACES);
    const lastPlace = f.variable(i32.add(places, bytes(left)));
    const start = f.variable(x);
    const rowGradient = f.variable(gradient);
    f.for(segments, 1, () => {
      inTiles(f, numbers, (k, height) => {
        const first = f.variable(i32.add(start, bytes(k)));
        f.for(columns, PANEL, (column) => {
          const target = f.variable(i32.add(rowGradient, bytes(column)));
          const next = f.variable(target);
          const sums = tileOf(height, () => {
            const loaded = panelAt(f, next);
            f.increase(next, pitch);
            return loaded;
          });
          const deltas = f.variable(i32.add(delta, bytes(column)));
          const place = f.variable(places);
          f.while(place, lastPlace, 4, () => {
            const input = f.variable(i32.add(first, i32.load(place)));
            addProducts(f, multiplyAdd, sums, (row) => f32x4.loadSplat(input, 4 * row), panelAt(f, deltas));
            f.increase(deltas, pitch);
          });
          storeTile(f, sums, target, pitch, i32.subtract(columns, column), scratch);
        });
        f.increase(rowGradient, i32.multiply(pitch, i32.constant(height)));
      });
      f.increase(start, stride);
    });
    f.set(places, lastPlace);
    f.increase(delta, i32.multiply(pitch, i32.constant(BLOCK_OF_PLACES)));
  });
  return f;
}

/** gradient[n] = Σ delta[p, n], over the outputs p. */
export function biasGradient(): WasmFunction {
  const f = new WasmFunction('biasGradient');
  const rows = f.parameter('i32');
  const delta = f.parameter('i32');
  const gradient = f.parameter('i32');
  const columns = f.parameter('i32');
  const scratch = f.parameter('i32');

  const pitch = f.variable(bytes(columns));
  f.for(columns, PANEL, (column) => {
    const sums = zeroPanel(f);
    const deltas = f.variable(i32.add(delta, bytes(column)));
    f.for(rows, 1, () => {
      for (const [at, sum] of sums.entries())
        f.set(sum, f32x4.add(sum, f32x4.load(deltas, VECTOR_BYTES * at)));
      f.increase(deltas, pitch);
    });
    const target = i32.add(gradient, bytes(column));
    storeTile(f, [sums], target, pitch, i32.subtract(columns, column), scratch);
  });
  return f;
}

/** x[place p + segment s + k] += Σ delta[p, n] · kernel[s, k, n], over the columns n; the kernel in panels, as
 * `packTransposed` leaves it. */
export function inputGradient(multiplyAdd: MultiplyAdd): WasmFunction {
  const f = new WasmFunction('inputGradient');
  const { x, places, rows, segments, length, stride } = geometry(f);
  const delta = f.parameter('i32');
  const kernel = f.parameter('i32');
  const columns = f.parameter('i32');
  const scratch = f.parameter('i32');

  const pitch = f.variable(bytes(columns));
  inTiles(f, rows, (row, height) => {
    const weights = f.variable(kernel);
    const targets = placesOf(f, i32.add(places, bytes(row)), height, x);
    const firstDelta = f.variable(i32.add(delta, i32.multiply(row, pitch)));
    f.for(segments, 1, () => {
      const end = f.for(length, PANEL_BYTES, (done) => {
        const sums = tileOf(height, () => zeroPanel(f));
        const next = f.variable(firstDelta);
        const deltas = sums.map(() => {
          const start = f.variable(next);
          f.increase(next, pitch);
          return start;
        });
        multiplyTile(f, multiplyAdd, sums, deltas, weights, pitch);
        const left = i32.divide(i32.subtract(length, done), i32.constant(4));
        for (const [r, target] of targets.entries()) addRow(f, sums[r]!, target, left, scratch);
        for (const target of targets) f.increase(target, i32.constant(PANEL_BYTES));
      });
      for (const target of targets) f.increase(target, i32.subtract(stride, end));
    });
  });
  return f;
}

/** Runs the body for each whole tile, then for each row that is left. */
function inTiles(f: WasmFunction, rows: I32, body: (row: I32, height: number) => void): void {
  const row = f.variable(i32.constant(0));
  f.while(row, i32.subtract(rows, i32.constant(TILE - 1)), TILE, () => body(row, TILE));
  f.while(row, rows, 1, () => body(row, 1));
}

const tileOf = (height: number, panel: () => Local<'v128'>[]): Sums => Array.from({ length: height }, panel);

const zeroPanel = (f: WasmFunction): Local<'v128'>[] =>
  Array.from({ length: PANEL / LANES }, () => f.variable(f32x4.zero));

const panelAt = (f: WasmFunction, address: I32, offset = 0): Local<'v128'>[] =>
  Array.from({ length: PANEL / LANES }, (_, vector) =>
    f.variable(f32x4.load(address, offset + VECTOR_BYTES * vector)),
  );

const placesOf = (f: WasmFunction, table: I32, height: number, x: I32): Local<'i32'>[] =>
  Array.from({ length: height }, (_, row) => f.variable(i32.add(x, i32.load(table, 4 * row))));

/** sums[row] += value of the row · panel */
function addProducts(
  f: WasmFunction,
  multiplyAdd: MultiplyAdd,
  sums: Sums,
  valueOf: (row: number) => V128,
  panel: readonly V128[],
): void {
  for (const [row, vectors] of sums.entries()) {
    const value = f.variable(valueOf(row));
    for (const [at, sum] of vectors.entries()) f.set(sum, multiplyAdd(value, panel[at]!, sum));
  }
}

/** sums += inputs · weights, over `length` bytes of each row of inputs; the addresses move on. */
function multiplyTile(
  f: WasmFunction,
  multiplyAdd: MultiplyAdd,
  sums: Sums,
  inputs: readonly Local<'i32'>[],
  weights: Local<'i32'>,
  length: I32,
): void {
  const take = (count: number) => {
    for (let k = 0; k < count; k++) {
      const panel = panelAt(f, weights, PANEL_BYTES * k);
      addProducts(f, multiplyAdd, sums, (row) => f32x4.loadSplat(inputs[row]!, 4 * k), panel);
    }
    for (const input of inputs) f.increase(input, i32.constant(4 * count));
    f.increase(weights, i32.constant(PANEL_BYTES * count));
  };
  const done = f.variable(i32.constant(0));
  f.while(done, i32.subtract(length, i32.constant(4 * (UNROLLED - 1))), 4 * UNROLLED, () => take(UNROLLED));
  f.while(done, length, 4, () => take(1));
}

/** Writes a tile; of a panel that is wider than the columns left, only those. */
function storeTile(f: WasmFunction, sums: Sums, target: I32, pitch: I32, left: I32, scratch: I32): void {
  const address = f.variable(target);
  for (const row of sums) {
    f.ifElse(
      i32.isLess(left, i32.constant(PANEL)),
      () => inNumbers(f, row, left, scratch, (number, at) => f.storeNumber(i32.add(address, at), 0, number)),
      () => storePanel(f, row, address),
    );
    f.increase(address, pitch);
  }
}

/** Adds a row of a tile to what is there; of a panel that is wider than the columns left, only those. */
function addRow(f: WasmFunction, row: readonly V128[], target: I32, left: I32, scratch: I32): void {
  f.ifElse(
    i32.isLess(left, i32.constant(PANEL)),
    () =>
      inNumbers(f, row, left, scratch, (number, at) => {
        const address = i32.add(target, at);
        f.storeNumber(address, 0, f32.add(f32.load(address), number));
      }),
    () =>
      storePanel(
        f,
        row.map((sum, at) => f32x4.add(sum, f32x4.load(target, VECTOR_BYTES * at))),
        target,
      ),
  );
}

function storePanel(f: WasmFunction, panel: readonly V128[], address: I32): void {
  for (const [at, vector] of panel.entries()) f.storeVector(address, VECTOR_BYTES * at, vector);
}

/** Takes a panel's first numbers one by one. */
function inNumbers(
  f: WasmFunction,
  panel: readonly V128[],
  count: I32,
  scratch: I32,
  take: (number: Local<'f32'>, at: I32) => void,
): void {
  storePanel(f, panel, scratch);
  const end = f.variable(bytes(count));
  f.for(end, 4, (at) => take(f.variable(f32.load(i32.add(scratch, at))), at));
}
