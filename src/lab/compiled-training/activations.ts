import type { Block } from './network/memory.js';
import type { Kernels } from './wasm/kernels.js';

/** An activation over a batch of rows, in place: TensorFlow.js' formulas. */
export interface Activation {
  /** Turns weighted sums into outputs. */
  apply(values: Block, rows: number, columns: number, kernels: Kernels): void;
  /** Turns gradients by outputs into gradients by weighted sums. */
  differentiate(gradients: Block, outputs: Block, rows: number, columns: number, kernels: Kernels): void;
}

const linear: Activation = { apply() {}, differentiate() {} };

const relu: Activation = {
  apply({ address }, rows, columns, kernels) {
    kernels.relu(address, address + 4 * rows * columns);
  },
  differentiate({ address }, outputs, rows, columns, kernels) {
    kernels.reluGradient(address, address + 4 * rows * columns, outputs.address);
  },
};

const sigmoid: Activation = {
  apply({ values }, rows, columns) {
    for (let i = 0; i < rows * columns; i++) values[i] = 1 / (1 + Math.exp(-values[i]!));
  },
  differentiate({ values: gradients }, { values: outputs }, rows, columns) {
    for (let i = 0; i < rows * columns; i++) gradients[i] = gradients[i]! * outputs[i]! * (1 - outputs[i]!);
  },
};

const tanh: Activation = {
  apply({ values }, rows, columns) {
    for (let i = 0; i < rows * columns; i++) values[i] = Math.tanh(values[i]!);
  },
  differentiate({ values: gradients }, { values: outputs }, rows, columns) {
    for (let i = 0; i < rows * columns; i++) gradients[i] = gradients[i]! * (1 - outputs[i]! * outputs[i]!);
  },
};

const softmax: Activation = {
  apply({ values }, rows, columns) {
    for (let start = 0; start < rows * columns; start += columns) {
      let largest = values[start]!;
      for (let k = 1; k < columns; k++) if (values[start + k]! > largest) largest = values[start + k]!;
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += Math.exp(values[start + k]! - largest);
      for (let k = 0; k < columns; k++) values[start + k] = Math.exp(values[start + k]! - largest) / sum;
    }
  },
  differentiate({ values: gradients }, { values: outputs }, rows, columns) {
    for (let start = 0; start < rows * columns; start += columns) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += gradients[start + k]! * outputs[start + k]!;
      for (let k = 0; k < columns; k++)
        gradients[start + k] = (gradients[start + k]! - sum) * outputs[start + k]!;
    }
  },
};

/** By the names that layers take. */
export const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map(
  Object.entries({ linear, relu, sigmoid, softmax, tanh }),
);
