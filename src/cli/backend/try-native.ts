import { fileURLToPath } from 'node:url';
import { complaint, runProgram } from './program.js';
import type { TrainedStep } from './train-one-step.js';

const program = fileURLToPath(new URL('train-one-step.js', import.meta.url));

/** Loads native TensorFlow in a process of its own and trains a step.
 * @param file The file of `@tensorflow/tfjs-node` that loads it.
 * @returns The version of TensorFlow's library, or why it does not work. */
export async function tryNative(file: string): Promise<{ library: string } | { problem: string }> {
  const outcome = await runProgram([process.execPath, program, file]);
  if (outcome.reason === 'SIGILL')
    return { problem: 'the processor lacks instructions (AVX) that its library needs' };
  if (!outcome.ok) return { problem: complaint(outcome) };
  const { library, difference } = JSON.parse(outcome.stdout) as TrainedStep;
  if (difference > TOLERANCE)
    return { problem: `after one step of training its weights are off by ${difference}` };
  return { library };
}

/** Absolute, for weights of at most 1: sums of a few hundred products in float32, in another order. */
const TOLERANCE = 1e-5;
