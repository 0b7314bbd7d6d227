import tf = require('@tensorflow/tfjs');
import { recoverFromInterrupt } from './after-interrupt.js';
import { checkInputs } from './check-inputs.js';

/** Lets `fit`, `evaluate` and `trainOnBatch` of every model check what they are given, and train again after an interrupt;
 * what passes goes on untouched.
 *
 * A `tf.Sequential` hands all three to a model of the class that is wrapped here. */
export function guardTraining(): void {
  const prototype = tf.LayersModel.prototype as tf.LayersModel & { [guarded]?: true };
  if (prototype[guarded]) return;
  Object.defineProperty(prototype, guarded, { value: true });
  const { fit, evaluate, trainOnBatch } = prototype;

  prototype.fit = async function (x, y, options) {
    recoverFromInterrupt(this);
    checkInputs(this, 'fit', x, y);
    const validation: unknown = options?.validationData;
    if (Array.isArray(validation) && validation.length === 2) {
      const names = ['validationData[0]', 'validationData[1]'] as const;
      checkInputs(this, 'fit', validation[0], validation[1], names);
    }
    return fit.call(this, x, y, options);
  };
  prototype.evaluate = function (x, y, options) {
    checkInputs(this, 'evaluate', x, y);
    return evaluate.call(this, x, y, options);
  };
  prototype.trainOnBatch = async function (x, y) {
    recoverFromInterrupt(this);
    checkInputs(this, 'train on a batch', x, y);
    return trainOnBatch.call(this, x, y);
  };
}

/** Shared by all copies of gradlab in a process: one check is enough. */
const guarded = Symbol.for('gradlab.guardedTraining');
