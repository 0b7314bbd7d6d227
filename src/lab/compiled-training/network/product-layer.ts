import { PANEL } from '../wasm/products.js';
import type { Activation } from '../activations.js';
import type { Layer, Parameter, Signal } from './layer.js';
import type { Block, TrainingMemory } from './memory.js';

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

/** So many outputs at once meet the kernel's gradient: the inputs and gradients of an image stay in the processor's cache. */
const BLOCK_OF_PLACES = 128;

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
  readonly #scratch: Block;

  constructor(settings: ProductLayerSettings, input: Signal, memory: TrainingMemory, mostRows: number) {
    const { windows, columns, hasBias } = settings;
    const { places, segments, length } = windows;
    const inputs = (segments * length) / 4;
    this.#settings = settings;
    this.#memory = memory;
    this.#input = input;
    this.#places = memory.table(placesOfRows(places, input.size, mostRows));
    const parameter = (size: number) => ({ values: memory.block(size), gradient: memory.block(size) });
    this.parameters = [parameter(inputs * columns), ...(hasBias ? [parameter(columns)] : [])];
    this.#packedKernel = memory.block(inputs * inPanels(columns));
    this.#packedBias = memory.block(inPanels(columns));
    if (input.gradient) this.#transposedKernel = memory.block(segments * inPanels(length / 4) * columns);
    this.#scratch = memory.block(PANEL);
    const size = places.length * columns;
    this.output = { size, values: memory.block(mostRows * size), gradient: memory.block(mostRows * size) };
  }

  forward(rows: number): void {
    const { kernels } = this.#memory;
    const { windows, columns, activation } = this.#settings;
    const [kernel, bias] = this.parameters;
    const { places, segments, length, stride } = windows;
    const output = this.output.values;
    kernels.pack(kernel!.values.address, (segments * length) / 4, columns, this.#packedKernel.address);
    if (bias) kernels.pack(bias.values.address, 1, columns, this.#packedBias.address);
    kernels.forward(
      this.#input.values.address,
      this.#places,
      rows * places.length,
      segments,
      length,
      stride,
      this.#packedKernel.address,
      this.#packedBias.address,
      output.address,
      columns,
      this.#scratch.address,
    );
    activation.apply(output, rows * places.length, columns, kernels);
  }

  backward(rows: number): void {
    const { windows, columns, activation } = this.#settings;
    const count = rows * windows.places.length;
    activation.differentiate(this.output.gradient!, this.output.values, count, columns, this.#memory.kernels);
    this.#toParameters(count);
    if (this.#input.gradient) this.#toInput(rows, this.#input.gradient);
  }

  #toParameters(count: number): void {
    const { kernels } = this.#memory;
    const { windows, columns } = this.#settings;
    const { segments, length, stride } = windows;
    const [kernel, bias] = this.parameters;
    const delta = this.output.gradient!.address;
    kernel!.gradient.values.fill(0);
    for (let start = 0; start < count; start += BLOCK_OF_PLACES)
      kernels.kernelGradient(
        this.#input.values.address,
        this.#places + 4 * start,
        Math.min(BLOCK_OF_PLACES, count - start),
        segments,
        length,
        stride,
        delta + 4 * start * columns,
        kernel!.gradient.address,
        columns,
        this.#scratch.address,
      );
    if (bias) kernels.biasGradient(count, delta, bias.gradient.address, columns, this.#scratch.address);
  }

  #toInput(rows: number, gradient: Block): void {
    const { kernels } = this.#memory;
    const { windows, columns } = this.#settings;
    const { places, segments, length, stride } = windows;
    const transposed = this.#transposedKernel!.address;
    gradient.values.fill(0, 0, rows * this.#input.size);
    kernels.packTransposed(this.parameters[0]!.values.address, segments, length / 4, columns, transposed);
    kernels.inputGradient(
      gradient.address,
      this.#places,
      rows * places.length,
      segments,
      length,
      stride,
      this.output.gradient!.address,
      transposed,
      columns,
      this.#scratch.address,
    );
  }
}

const inPanels = (columns: number) => Math.ceil(columns / PANEL) * PANEL;

/** The places of a row, for each row of a batch: in bytes from the batch's start.
 * @param size Numbers in a row. */
export const placesOfRows = (places: readonly number[], size: number, rows: number): number[] =>
  Array.from({ length: rows }, (_, row) => places.map((place) => 4 * row * size + place)).flat();
