import { LANES } from '../wasm/assembler.js';
import type { Layer, Signal } from './layer.js';
import type { TrainingMemory } from './memory.js';
import { placesOfRows } from './places-of-rows.js';

export interface MaxPoolSettings {
  /** Of each output of a row, in bytes from the row's start. */
  places: readonly number[];
  /** Of each pixel of a window, in bytes from the window's place. */
  pixels: readonly number[];
  channels: number;
}

/** The largest value of each window, channel by channel. */
export class MaxPoolLayer implements Layer {
  readonly output: Signal;
  readonly #settings: MaxPoolSettings;
  readonly #memory: TrainingMemory;
  readonly #input: Signal;
  /** Address of the places of all rows. */
  readonly #places: number;
  /** Address of the pixels. */
  readonly #pixels: number;
  /** Which numbers count of the last four channels. */
  readonly #lastMask: number;

  constructor(settings: MaxPoolSettings, input: Signal, memory: TrainingMemory, mostRows: number) {
    const { places, pixels, channels } = settings;
    this.#settings = settings;
    this.#memory = memory;
    this.#input = input;
    this.#places = placesOfRows(places, input, memory, mostRows);
    this.#pixels = memory.table(pixels);
    this.#lastMask = memory.table(
      Array.from({ length: LANES }, (_, lane) => (lane < channels % LANES ? -1 : 0)),
    );
    const size = places.length * channels;
    this.output = { size, values: memory.block(mostRows * size), gradient: memory.block(mostRows * size) };
  }

  forward(rows: number): void {
    this.#memory.inHalves('maxPool', ...this.#halves(rows, (start, end) => this.#geometry(start, end)));
  }

  backward(rows: number): void {
    const { gradient } = this.#input;
    if (!gradient) return;
    gradient.values.fill(0, 0, rows * this.#input.size);
    const call = (start: number, end: number) => [
      ...this.#geometry(start, end),
      this.output.gradient!.address + 4 * start * this.output.size,
      gradient.address,
      this.#lastMask,
    ];
    this.#memory.inHalves('maxPoolGradient', ...this.#halves(rows, call));
  }

  /** Arguments for both halves of the rows; all are in the first one where a row's last vector reaches into the next row. */
  #halves(rows: number, call: (start: number, end: number) => number[]): [number[], number[]] {
    const middle = this.#settings.channels % LANES ? rows : Math.ceil(rows / 2);
    return [call(0, middle), call(middle, rows)];
  }

  /** For some of the rows. */
  #geometry(start: number, end: number): number[] {
    const { places, pixels, channels } = this.#settings;
    return [
      this.#input.values.address,
      this.#places + 4 * start * places.length,
      (end - start) * places.length,
      this.#pixels,
      this.#pixels + 4 * pixels.length,
      channels,
      this.output.values.address + 4 * start * this.output.size,
    ];
  }
}
