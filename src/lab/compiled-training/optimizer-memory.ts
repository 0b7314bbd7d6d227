import tf = require('@tensorflow/tfjs');
import type { Memory } from './optimizer-step.js';

/** Takes over what an optimizer remembers of earlier trainings.
 * @returns How many steps it has made. */
export async function readMemory(optimizer: tf.Optimizer, memories: readonly Memory[]): Promise<number> {
  const [iterations, ...known] = await optimizer.getWeights();
  const steps = iterations!.tensor.dataSync()[0]!;
  iterations!.tensor.dispose();
  const blocks = memories.flatMap((memory) => memory.blocks);
  // An optimizer that has trained another model remembers other parameters; TensorFlow.js would fail later.
  if (known.length === blocks.length)
    for (const [at, { tensor }] of known.entries()) blocks[at]!.values.set(tensor.dataSync());
  return steps;
}

/** Hands the memory over to the optimizer, which may go on with TensorFlow.js.
 * @param parameters Names and shapes of the model's weights.
 * @param steps That it has made. */
export async function writeMemory(
  optimizer: tf.Optimizer,
  memories: readonly Memory[],
  parameters: readonly { name: string; shape: number[] }[],
  steps: number,
): Promise<void> {
  const [iterations, ...old] = await optimizer.getWeights();
  const tensors = memories.flatMap(({ name, blocks }) =>
    parameters.map((parameter, at) => ({
      name: `${parameter.name}/${name}`,
      tensor: tf.tensor(blocks[at]!.values.slice(), parameter.shape),
    })),
  );
  const iter = tf.scalar(steps, 'int32');
  await optimizer.setWeights([{ name: 'iter', tensor: iter }, ...tensors]);
  tf.dispose([
    iter,
    iterations!.tensor,
    ...old.map(({ tensor }) => tensor),
    ...tensors.map(({ tensor }) => tensor),
  ]);
}
