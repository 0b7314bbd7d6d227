import type { Layer, Parameter, Signal } from './layer.js';
import { MaxPoolLayer, type MaxPoolSettings } from './max-pool-layer.js';
import type { TrainingMemory } from './memory.js';
import { PaddingLayer, type PaddingSettings } from './padding-layer.js';
import { ProductLayer, type ProductLayerSettings } from './product-layer.js';

/** What a layer is made from. */
export type LayerSettings =
  | ({ kind: 'product' } & ProductLayerSettings)
  | ({ kind: 'maxPool' } & MaxPoolSettings)
  | ({ kind: 'padding' } & PaddingSettings);

/** A stack of layers on wasm: a few kernels a batch where TensorFlow.js calls hundreds. Numbers are float32, as there. */
export class Network {
  /** [rows, inputs]: where a batch goes before `forward`. */
  readonly input: Signal;
  /** [rows, columns of the last layer]: good until the next `forward`; its gradient goes there before `backward`. */
  readonly output: Signal;
  /** Kernel, bias, kernel, …, in the order of the layers. */
  readonly parameters: readonly Parameter[];
  readonly #layers: readonly Layer[];

  /** @param inputs Numbers of a sample.
   * @param mostRows Of a batch. */
  constructor(inputs: number, settings: readonly LayerSettings[], memory: TrainingMemory, mostRows: number) {
    this.input = { size: inputs, values: memory.block(mostRows * inputs), gradient: undefined };
    const layers: Layer[] = [];
    this.output = this.input;
    for (const of of settings) {
      const layer = layerOf(of, this.output, memory, mostRows);
      layers.push(layer);
      this.output = layer.output;
    }
    this.#layers = layers;
    if (mostRows * multiplyAdds(settings) > WORTH_SHARING) memory.shareWork();
    this.parameters = layers.flatMap((layer) => (layer instanceof ProductLayer ? layer.parameters : []));
  }

  /** Computes the outputs of the first `rows` rows of the input. */
  forward(rows: number): void {
    for (const layer of this.#layers) layer.forward(rows);
  }

  /** Leads the output's gradient back to the parameters, for the rows of the last `forward`. */
  backward(rows: number): void {
    for (const layer of this.#layers.toReversed()) layer.backward(rows);
  }
}

/** Multiply-adds of a batch's way forward: some two milliseconds. A thread takes 40 to start, and memory. */
const WORTH_SHARING = 30e6;

const multiplyAdds = (settings: readonly LayerSettings[]): number =>
  settings.reduce((sum, layer) => {
    if (layer.kind !== 'product') return sum;
    const { places, segments, length } = layer.windows;
    return sum + (places.length * segments * length * layer.columns) / 4;
  }, 0);

/** Bytes that a row of a batch takes in a layer: its values, their gradient, and where its outputs begin. */
export function bytesOfRow(settings: LayerSettings): number {
  switch (settings.kind) {
    case 'product':
      return settings.windows.places.length * (8 * settings.columns + 4);
    case 'maxPool':
      return settings.places.length * (8 * settings.channels + 4);
    case 'padding': {
      const { height, width, channels, top, bottom, left, right } = settings;
      return 8 * (top + height + bottom) * (left + width + right) * channels;
    }
  }
}

function layerOf(settings: LayerSettings, input: Signal, memory: TrainingMemory, mostRows: number): Layer {
  switch (settings.kind) {
    case 'product':
      return new ProductLayer(settings, input, memory, mostRows);
    case 'maxPool':
      return new MaxPoolLayer(settings, input, memory, mostRows);
    case 'padding':
      return new PaddingLayer(settings, input, memory, mostRows);
  }
}
