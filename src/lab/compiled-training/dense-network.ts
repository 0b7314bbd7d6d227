import type { Activation } from './activations.js';

/** A fully connected layer: `activation(x · kernel + bias)`. */
export interface DenseLayer {
  inputs: number;
  units: number;
  activation: Activation;
  /** [inputs, units], row by row. */
  kernel: Float32Array;
  bias: Float32Array | undefined;
}

/** A stack of fully connected layers on typed arrays: the loops that TensorFlow.js makes of dozens of kernels a batch.
 *
 * Sums are kept in double precision; weights and outputs are float32, as there. Buffers are made once, for batches of at
 * most `mostRows` rows. */
export class DenseNetwork {
  readonly #layers: readonly DenseLayer[];
  /** Outputs of each layer, [rows, units]. */
  readonly #outputs: Float32Array[];
  /** Gradients of the loss by the outputs, then by the weighted sums, of each layer. */
  readonly #deltas: Float64Array[];
  /** Of each layer's kernel and bias. */
  readonly #gradients: { kernel: Float64Array; bias: Float64Array }[];
  readonly #sums: Float64Array;
  #input: Float32Array = new Float32Array();
  #rows = 0;

  constructor(layers: readonly DenseLayer[], mostRows: number) {
    this.#layers = layers;
    this.#outputs = layers.map(({ units }) => new Float32Array(mostRows * units));
    this.#deltas = layers.map(({ units }) => new Float64Array(mostRows * units));
    this.#gradients = layers.map(({ inputs, units }) => ({
      kernel: new Float64Array(inputs * units),
      bias: new Float64Array(units),
    }));
    this.#sums = new Float64Array(Math.max(...layers.map(({ units }) => units)));
  }

  /** Where the gradient of the loss by the outputs goes before `backward`: [rows, units of the last layer]. */
  get outputGradients(): Float64Array {
    return this.#deltas.at(-1)!;
  }

  /** Gradients of the parameters after `backward`, in their order: kernel, bias, kernel, … */
  get gradients(): Float64Array[] {
    return this.#layers.flatMap(({ bias }, at) => {
      const { kernel, bias: ofBias } = this.#gradients[at]!;
      return bias ? [kernel, ofBias] : [kernel];
    });
  }

  /** @param input [rows, inputs of the first layer]; kept for `backward`.
   * @returns [rows, units of the last layer], good until the next call. */
  forward(input: Float32Array, rows: number): Float32Array {
    this.#input = input;
    this.#rows = rows;
    let x = input;
    for (const [at, layer] of this.#layers.entries()) {
      const outputs = this.#outputs[at]!;
      weightedSums(layer, x, rows, outputs, this.#sums);
      layer.activation.apply(outputs, rows, layer.units);
      x = outputs;
    }
    return x;
  }

  /** Leads the gradient in `outputGradients` back to the parameters of the rows of the last `forward`. */
  backward(): void {
    const rows = this.#rows;
    for (let at = this.#layers.length - 1; at >= 0; at--) {
      const layer = this.#layers[at]!;
      const delta = this.#deltas[at]!;
      layer.activation.differentiate(delta, this.#outputs[at]!, rows, layer.units);
      parameterGradients(layer, at ? this.#outputs[at - 1]! : this.#input, delta, rows, this.#gradients[at]!);
      if (at) inputGradients(layer, delta, rows, this.#deltas[at - 1]!);
    }
  }
}

/** outputs = x · kernel + bias */
function weightedSums(
  { inputs, units, kernel, bias }: DenseLayer,
  x: Float32Array,
  rows: number,
  outputs: Float32Array,
  sums: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) sums[unit] = bias ? bias[unit]! : 0;
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i]!;
      const start = i * units;
      for (let unit = 0; unit < units; unit++) sums[unit] = sums[unit]! + value * kernel[start + unit]!;
    }
    for (let unit = 0; unit < units; unit++) outputs[row * units + unit] = sums[unit]!;
  }
}

/** kernel gradient = xᵀ · delta, bias gradient = the sum of delta's rows */
function parameterGradients(
  { inputs, units }: DenseLayer,
  x: Float32Array,
  delta: Float64Array,
  rows: number,
  gradients: { kernel: Float64Array; bias: Float64Array },
): void {
  const { kernel, bias } = gradients;
  kernel.fill(0);
  bias.fill(0);
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) bias[unit] = bias[unit]! + delta[row * units + unit]!;
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i]!;
      const start = i * units;
      for (let unit = 0; unit < units; unit++)
        kernel[start + unit] = kernel[start + unit]! + value * delta[row * units + unit]!;
    }
  }
}

/** input gradient = delta · kernelᵀ */
function inputGradients(
  { inputs, units, kernel }: DenseLayer,
  delta: Float64Array,
  rows: number,
  target: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < inputs; i++) {
      let sum = 0;
      for (let unit = 0; unit < units; unit++) sum += delta[row * units + unit]! * kernel[i * units + unit]!;
      target[row * inputs + i] = sum;
    }
  }
}
