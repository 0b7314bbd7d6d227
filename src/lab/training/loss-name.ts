import type * as tf from '@tensorflow/tfjs';

/** The name of a compiled model's loss, the first of several; nothing where it is a function. */
export function lossName({ loss }: tf.LayersModel): string | undefined {
  const [first] = (typeof loss === 'object' && loss !== null ? Object.values(loss) : [loss]) as unknown[];
  return typeof first === 'string' ? first : undefined;
}
