import type * as tf from '@tensorflow/tfjs';

/** Changes the learning rate of an optimizer, from its next step on.
 *
 * Needed as `optimizer.learningRate = rate` does nothing for SGD and Momentum, which keep the rate in a tensor of their
 * own. The optimizer's memory (momentum, moments) stays. No tensor is left behind, inside `tf.tidy` or outside.
 * @param optimizer Any optimizer of `tf.train`, or `model.optimizer` of a compiled model.
 * @param rate Learning rate, finite, >= 0.
 * @throws {TypeError} If optimizer is no optimizer with a learning rate (a name such as 'sgd' is none), or rate no number.
 * @throws {RangeError} If rate is negative or not finite.
 * @example Usage
 * ```ts
 * const optimizer = tf.train.sgd(0.1);
 * setLearningRate(optimizer, 0.01);
 * getLearningRate(optimizer); // 0.01
 * ```
 * @see tfjs-core, sgd_optimizer.ts (`c`), adam_optimizer.ts (reads `learningRate` at each step). */
export function setLearningRate(optimizer: tf.Optimizer, rate: number): void {
  const target = withLearningRate(optimizer, 'set');
  if (typeof rate !== 'number') {
    throw new TypeError(`Cannot set the learning rate as rate must be a number: got ${kindOf(rate)}`);
  }
  if (!Number.isFinite(rate) || rate < 0) {
    throw new RangeError(
      `Cannot set the learning rate as rate must be finite and >= 0: current value is ${rate}`,
    );
  }
  if (typeof target.setLearningRate === 'function') target.setLearningRate(rate);
  else target.learningRate = rate;
}

/** The learning rate that an optimizer's next step will use.
 * @throws {TypeError} If optimizer is no optimizer with a learning rate. */
export function getLearningRate(optimizer: tf.Optimizer): number {
  return withLearningRate(optimizer, 'read').learningRate;
}

interface WithLearningRate {
  learningRate: number;
  setLearningRate?(rate: number): void;
}

/** The optimizer, seen with the field that its type hides (`protected learningRate`). `instanceof` would not do:
 * TensorFlow.js answers true for whatever has the methods of an optimizer. */
function withLearningRate(optimizer: unknown, verb: string): WithLearningRate {
  const candidate = optimizer as Partial<WithLearningRate> & { applyGradients?: unknown };
  const isObject = typeof optimizer === 'object' && optimizer !== null;
  if (
    !isObject ||
    typeof candidate.applyGradients !== 'function' ||
    typeof candidate.learningRate !== 'number'
  ) {
    const hint =
      typeof optimizer === 'string' || optimizer == null ? '; use model.optimizer of a compiled model' : '';
    throw new TypeError(
      `Cannot ${verb} the learning rate as an optimizer with a learning rate is needed: got ${kindOf(optimizer)}${hint}`,
    );
  }
  return candidate as WithLearningRate;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `the text '${value}'`;
  if (typeof value === 'object') return `an object of class ${value.constructor?.name ?? 'Object'}`;
  return `a ${typeof value}`;
}
