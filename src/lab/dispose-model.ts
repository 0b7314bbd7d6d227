import tf = require('@tensorflow/tfjs');

/** Frees a model that is no longer needed: its weights, its optimizer, and what the optimizer remembers.
 *
 * Worth a line wherever many models are trained one after another. `model.dispose()` keeps an optimizer that was passed
 * to `compile` as an object, and `optimizer.dispose()` of the momentum optimizer keeps one tensor.
 * @throws {TypeError} If model is not a model.
 * @example Usage
 * ```ts
 * const before = tf.memory().numTensors;
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * model.compile({ optimizer: tf.train.momentum(0.1, 0.9), loss: 'meanSquaredError' });
 * disposeModel(model);
 * tf.memory().numTensors === before; // true
 * ```
 * @see tensorflow/tfjs#4647; tfjs-layers, training.ts (`isOptimizerOwned`). */
export function disposeModel(model: tf.LayersModel): void {
  if (!(model instanceof tf.LayersModel)) {
    throw new TypeError(`disposeModel needs a model: got ${model === null ? 'null' : typeof model}`);
  }
  // Only a compiled model has an optimizer, whatever the types say.
  const optimizer = model.optimizer as tf.Optimizer | undefined;
  model.dispose();
  if (optimizer === undefined) return;
  optimizer.dispose();
  for (const held of Object.values(optimizer)) {
    if (held instanceof tf.Tensor && !held.isDisposed) held.dispose();
  }
}
