import tf = require('@tensorflow/tfjs');
import { displayHost } from '../display.js';

const trainings = new WeakMap<tf.LayersModel, () => boolean>();
let seenEnds = 0;

/** To be called before a model trains: what an interrupt has left behind must not keep it from training again.
 *
 * TensorFlow.js marks a model that trains, and refuses a second training; and code that was ended within an operation
 * leaves its scopes and gradient tape open, for ever. */
export function recoverFromInterrupt(model: tf.LayersModel): void {
  const host = displayHost();
  const ends = host?.abruptEnds ?? 0;
  if (ends > seenEnds) closeScopes();
  seenEnds = ends;
  if (trainings.get(model)?.()) (model as unknown as { isTraining: boolean }).isTraining = false;
  const isInterrupted = host?.watchInterrupt?.();
  if (isInterrupted) trainings.set(model, isInterrupted);
}

function closeScopes(): void {
  const { state } = tf.engine() as unknown as { state: Record<string, unknown> };
  Object.assign(state, {
    activeTape: null,
    gradientDepth: 0,
    kernelDepth: 0,
    activeScope: null,
    scopeStack: [],
    numDataMovesStack: [],
  });
}
