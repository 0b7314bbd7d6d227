import { PANEL, TILE } from '../wasm/products.js';
import type { Activation } from '../activations.js';
import type { Layer, Parameter, Signal } from './layer.js';
import type { Block, TrainingMemory } from './memory.js';
import { placesOfRows } from './places-of-rows.js';

/** Which numbers of its input each output of a layer is computed from, all in bytes.
 *
 * They lie in `segments` runs of `length`, `stride` apart, from the output's place in the row on. */
export interface Windows {
  /** Of each output of a row; each output has all columns. */
  readonly places: readonly number[];
  readonly segments: number;
  readonly length: number;
  readonly stride: number;
}

export interface ProductLayerSettings {
  windows: Windows;
  /** Units or filters. */
  columns: number;
  activation: Activation;
  hasBias: boolean;
}

/** A dense or a convolutional layer: `activation(windows of x · kernel + bias)`. */
export class ProductLayer implements Layer {
  readonly output: Signal;
  /** Kernel [segments · length, columns] and, where there is one, bias [columns]. */
  readonly parameters: readonly Parameter[];
  readonly #memory: TrainingMemory;
  readonly #input: Signal;
  readonly #settings: ProductLayerSettings;
  /** Address of the places of all rows. */
  readonly #places: number;
  readonly #packedKernel: Block;
  readonly #packedBias: Block;
  readonly #transposedKernel: Block | undefined;
  /** Of each half. */
  readonly #scratch: readonly [Block, Block];

  constructor(settings: ProductLayerSettings, input: Signal, memory: TrainingMemory, mostRows: number) {
    const { windows, columns, hasBias } = settings;
    const { places, segments, length } = windows;
    const inputs = (segments * length) / 4;
    this.#settings = settings;
    this.#memory = memory;
    this.#input = input;
    this.#places = placesOfRows(places, input, memory, mostRows);
    const parameter = (size: number) => ({ values: memory.block(size), gradient: memory.block(size) });
    this.parameters = [parameter(inputs * columns), ...(hasBias ? [parameter(columns)] : [])];
    this.#packedKernel = memory.block(inputs * inPanels(columns));
    this.#packedBias = memory.block(inPanels(columns));
    if (input.gradient) this.#transposedKernel = memory.block(segments * inPanels(length / 4) * columns);
    this.#scratch = [memory.block(PANEL), memory.block(PANEL)];
    const size = places.length * columns;
    this.output = { size, values: memory.block(mostRows * size), gradient: memory.block(mostRows * size) };
  }

  forward(rows: number): void {
    const { kernels } = this.#memory;
    const { windows, columns, activation } = this.#settings;
    const [kernel, bias] = this.parameters;
    const { places, segments, length } = windows;
    const output = this.output.values;
    kernels.pack(kernel!.values.address, (segments * length) / 4, columns, this.#packedKernel.address);
    if (bias) kernels.pack(bias.values.address, 1, columns, this.#packedBias.address);
    const count = rows * places.length;
    const call = (start: number, end: number, scratch: Block) => [
      ...this.#geometry(this.#input.values, start, end),
      this.#packedKernel.address,
      this.#packedBias.address,
      output.address + 4 * start * columns,
      columns,
      scratch.address,
    ];
    this.#memory.inHalves('forward', ...this.#halves(count, TILE, call));
    activation.apply(output, count, columns, kernels);
  }

  backward(rows: number): void {
    const { windows, columns, activation } = this.#settings;
    const count = rows * windows.places.length;
    activation.differentiate(this.output.gradient!, this.output.values, count, columns, this.#memory.kernels);
    this.#toParameters(count);
    if (this.#input.gradient) this.#toInput(rows, this.#input.gradient);
  }

  #toParameters(count: number): void {
    const { columns } = this.#settings;
    const [kernel, bias] = this.parameters;
    const delta = this.output.gradient!.address;
    kernel!.gradient.values.fill(0);
    const call = (start: number, end: number, scratch: Block) => [
      ...this.#geometry(this.#input.values, 0, count),
      delta + 4 * start,
      kernel!.gradient.address + 4 * start,
      end - start,
      4 * columns,
      scratch.address,
    ];
    this.#memory.inHalves('kernelGradient', ...this.#halves(columns, PANEL, call));
    if (bias)
      this.#memory.kernels.biasGradient(
        count,
        delta,
        bias.gradient.address,
        columns,
        this.#scratch[0].address,
      );
  }

  #toInput(rows: number, gradient: Block): void {
    const { windows, columns } = this.#settings;
    const { places, segments, length } = windows;
    const transposed = this.#transposedKernel!.address;
    gradient.values.fill(0, 0, rows * this.#input.size);
    this.#memory.kernels.packTransposed(
      this.parameters[0]!.values.address,
      segments,
      length / 4,
      columns,
      transposed,
    );
    // Windows overlap within an image: a half has whole images.
    const call = (start: number, end: number, scratch: Block) => [
      ...this.#geometry(gradient, start, end),
      this.output.gradient!.address + 4 * start * columns,
      transposed,
      columns,
      scratch.address,
    ];
    this.#memory.inHalves('inputGradient', ...this.#halves(rows * places.length, places.length, call));
  }

  /** What each product begins with, for some of the outputs. */
  #geometry(x: Block, start: number, end: number): number[] {
    const { segments, length, stride } = this.#settings.windows;
    return [x.address, this.#places + 4 * start, end - start, segments, length, stride];
  }

  /** Arguments for both halves of `count`, the first of which is a multiple of `unit`. */
  #halves(
    count: number,
    unit: number,
    call: (start: number, end: number, scratch: Block) => number[],
  ): [number[], number[]] {
    const middle = Math.min(count, unit * Math.ceil(count / unit / 2));
    const [first, second] = this.#scratch;
    return [call(0, middle, first), call(middle, count, second)];
  }
}

const inPanels = (columns: number) => Math.ceil(columns / PANEL) * PANEL;
