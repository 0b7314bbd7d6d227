import type { Layer, Signal } from './layer.js';
import type { TrainingMemory } from './memory.js';

export interface PaddingSettings {
  /** Of the input. */
  height: number;
  width: number;
  channels: number;
  /** Rows and columns of zeros. */
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Puts zeros around images, so that a convolution of the same size is one of valid windows. */
export class PaddingLayer implements Layer {
  readonly output: Signal;
  readonly #settings: PaddingSettings;
  readonly #input: Signal;

  constructor(settings: PaddingSettings, input: Signal, memory: TrainingMemory, mostRows: number) {
    const { height, width, channels, top, bottom, left, right } = settings;
    this.#settings = settings;
    this.#input = input;
    const size = (top + height + bottom) * (left + width + right) * channels;
    const gradient = input.gradient && memory.block(mostRows * size);
    this.output = { size, values: memory.block(mostRows * size), gradient };
  }

  forward(rows: number): void {
    const from = this.#input.values.values;
    const to = this.output.values.values;
    this.#inLines(rows, (inner, outer, length) => to.set(from.subarray(inner, inner + length), outer));
  }

  backward(rows: number): void {
    if (!this.#input.gradient) return;
    const from = this.output.gradient!.values;
    const to = this.#input.gradient.values;
    this.#inLines(rows, (inner, outer, length) => to.set(from.subarray(outer, outer + length), inner));
  }

  /** @param copy Gets where each line of each image begins, in the input and in the output. */
  #inLines(rows: number, copy: (inner: number, outer: number, length: number) => void): void {
    const { height, width, channels, top, left, right } = this.#settings;
    const pitch = (left + width + right) * channels;
    const length = width * channels;
    for (let row = 0; row < rows; row++)
      for (let line = 0; line < height; line++)
        copy(
          row * this.#input.size + line * length,
          row * this.output.size + (top + line) * pitch + left * channels,
          length,
        );
  }
}
