import tf = require('@tensorflow/tfjs');
import { isPromise, isTensor, kindOf } from '../kind-of.js';
import { lossName } from './loss-name.js';

/** Refuses what TensorFlow.js would refuse too, but in words that name the argument, what came and what is allowed.
 *
 * Knows models with one input and one output; what is said of others is left to TensorFlow.js, as is a model that is not
 * compiled.
 * @param action For the error, e.g. `fit`.
 * @param names Of x and y, for the error.
 * @throws {TypeError} If x or y is no tensor, x has not the shape of the model's input, or y is not of type float32 where
 * the loss needs that. */
export function checkInputs(
  model: tf.LayersModel,
  action: string,
  x: unknown,
  y: unknown,
  names: readonly [x: string, y: string] = ['x', 'y'],
): void {
  // Only a compiled model has an optimizer, whatever the types say.
  if ((model.optimizer as tf.Optimizer | undefined) === undefined) return;
  if (model.inputs.length === 1) checkInput(model, action, x, names[0]);
  if (model.outputs.length === 1) checkLabels(model, action, y, names[1]);
}

function checkInput(model: tf.LayersModel, action: string, x: unknown, name: string): void {
  const tensor = onlyTensor(x, action, name);
  const wanted = model.inputs[0]!.shape;
  if (tensor === undefined || fits(tensor.shape, wanted)) return;
  const sizes = wanted.slice(1);
  const repair =
    sizes.every((size) => size !== null && size > 0) && product(sizes) === product(tensor.shape.slice(1))
      ? `, use ${name}.reshape([-1, ${sizes.join(', ')}])`
      : '';
  const shape = ['samples', ...sizes.map((size) => size ?? 'any')].join(', ');
  throw new TypeError(
    `Cannot ${action} as ${name} must have shape [${shape}]: its shape is [${tensor.shape.join(', ')}]${repair}`,
  );
}

function checkLabels(model: tf.LayersModel, action: string, y: unknown, name: string): void {
  const tensor = onlyTensor(y, action, name);
  // The loss rounds its labels down, and TensorFlow.js does that with float32 alone.
  if (lossName(model) !== SPARSE || tensor === undefined || tensor.dtype === 'float32') return;
  throw new TypeError(
    `Cannot ${action} as ${name} must be a float32 tensor for ${SPARSE}: its dtype is ${tensor.dtype}, use ${name}.toFloat()`,
  );
}

const SPARSE = 'sparseCategoricalCrossentropy';

/** The tensor that was passed, alone or in an array; undefined for what TensorFlow.js has to judge: a dictionary, or the
 * wrong number of tensors. */
function onlyTensor(value: unknown, action: string, name: string): tf.Tensor | undefined {
  if (isTensor(value)) return value as tf.Tensor;
  const isDictionary = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  if (Array.isArray(value) ? value.every(isTensor) : isDictionary && !isPromise(value)) {
    return Array.isArray(value) && value.length === 1 ? (value[0] as tf.Tensor) : undefined;
  }
  const isData = Array.isArray(value) || ArrayBuffer.isView(value);
  const repair = isPromise(value) ? `, use await` : isData ? `, use tf.tensor(${name})` : '';
  throw new TypeError(`Cannot ${action} as ${name} must be a tensor: got ${kindOf(value)}${repair}`);
}

/** As TensorFlow.js sees it: one axis means one number per sample, and the number of samples does not matter. */
function fits(shape: number[], wanted: tf.Shape): boolean {
  const whole = shape.length === 1 ? [shape[0]!, 1] : shape;
  return (
    whole.length === wanted.length &&
    wanted.slice(1).every((size, i) => size === null || size < 0 || size === whole[i + 1])
  );
}

const product = (sizes: readonly (number | null)[]) => sizes.reduce<number>((all, size) => all * size!, 1);
