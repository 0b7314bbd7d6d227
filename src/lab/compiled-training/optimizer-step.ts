import tf = require('@tensorflow/tfjs');
import type { Parameter } from './network/layer.js';
import type { Block, TrainingMemory } from './network/memory.js';

/** What an optimizer remembers of each parameter, under the name that TensorFlow.js gives it. */
export interface Memory {
  name: string;
  blocks: Block[];
}

/** An optimizer of `tf.train` over the parameters of a network. */
export interface OptimizerStep {
  /** In the order of `optimizer.getWeights()`. */
  memories: Memory[];
  /** Moves the parameters against their gradients.
   * @param stepsBefore How often the optimizer has done so before, in other trainings too. */
  step(stepsBefore: number): void;
}

/** Makes the steps of an optimizer for these parameters. */
export type OptimizerMaker = (parameters: readonly Parameter[], memory: TrainingMemory) => OptimizerStep;

/** @returns Nothing for an optimizer that is not known, for a centered RMSprop, and for one whose own methods someone watches
 * or has replaced. */
export function optimizerMaker(optimizer: tf.Optimizer): OptimizerMaker | undefined {
  const kind = KINDS.get(optimizer.constructor);
  if (!kind || optimizer.getConfig()['centered']) return undefined;
  const isItself = ['minimize', 'computeGradients', 'applyGradients'].every(
    (method) => !Object.hasOwn(optimizer, method),
  );
  return isItself ? (parameters, memory) => stepOf(optimizer, kind, parameters, memory) : undefined;
}

/** How a class of optimizers is computed. */
interface Kind {
  /** What it remembers of each parameter. */
  memories: readonly string[];
  /** The kernel, and its numbers, as they are now.
   * @param stepsMade This one counts. */
  kernel(optimizer: tf.Optimizer): (stepsMade: number) => [name: KernelName, ...numbers: number[]];
}

type KernelName = 'sgd' | 'momentum' | 'nesterov' | 'adam' | 'rmsprop';

function stepOf(
  optimizer: tf.Optimizer,
  kind: Kind,
  parameters: readonly Parameter[],
  memory: TrainingMemory,
): OptimizerStep {
  const memories = kind.memories.map((name) => ({
    name,
    blocks: parameters.map(({ values }) => memory.block(values.length)),
  }));
  const kernel = kind.kernel(optimizer);
  return {
    memories,
    step(stepsBefore) {
      const [name, ...numbers] = kernel(stepsBefore + 1);
      for (const [p, { values, gradient }] of parameters.entries()) {
        const end = values.address + 4 * values.length;
        const remembered = memories.map(({ blocks }) => blocks[p]!.address);
        memory.kernels[name](values.address, end, gradient.address, ...remembered, ...numbers);
      }
    },
  };
}

const KINDS: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  [
    tf.SGDOptimizer,
    {
      memories: [],
      kernel: (optimizer) => {
        const rate = rateInTensor(optimizer);
        return () => ['sgd', rate()];
      },
    },
  ],
  [
    tf.MomentumOptimizer,
    {
      memories: ['momentum'],
      kernel: (optimizer) => {
        const rate = rateInTensor(optimizer);
        return () => {
          const { momentum, useNesterov } = optimizer.getConfig() as {
            momentum: number;
            useNesterov: boolean;
          };
          return [useNesterov ? 'nesterov' : 'momentum', rate(), momentum];
        };
      },
    },
  ],
  [
    tf.AdamOptimizer,
    {
      memories: ['m', 'v'],
      kernel: (optimizer) => (stepsMade) => {
        const { learningRate, beta1, beta2, epsilon } = optimizer.getConfig() as Record<string, number>;
        return [
          'adam',
          learningRate!,
          beta1!,
          1 - beta1!,
          beta2!,
          1 - beta2!,
          1 - powerInFloat32(beta1!, stepsMade),
          1 - powerInFloat32(beta2!, stepsMade),
          epsilon!,
        ];
      },
    },
  ],
  [
    tf.RMSPropOptimizer,
    {
      memories: ['rms', 'momentum'],
      kernel: (optimizer) => () => {
        const { learningRate, decay, momentum, epsilon } = optimizer.getConfig() as Record<string, number>;
        return ['rmsprop', learningRate!, decay!, 1 - decay!, momentum!, epsilon!];
      },
    },
  ],
]);

/** SGD and Momentum keep the negative rate in a tensor, which `setLearningRate` replaces by another.
 * @returns Reads it. */
function rateInTensor(optimizer: tf.Optimizer): () => number {
  const { c: initial } = optimizer as unknown as { c: tf.Scalar };
  let known = initial;
  let [value] = known.dataSync();
  return () => {
    const { c } = optimizer as unknown as { c: tf.Scalar };
    if (c !== known) [value] = (known = c).dataSync();
    return value!;
  };
}

/** `base` to the power of `exponent` as TensorFlow.js arrives at it: one float32 product after another. */
function powerInFloat32(base: number, exponent: number): number {
  let known = powers.get(base);
  if (!known) powers.set(base, (known = [1]));
  while (known.length <= exponent) known.push(Math.fround(known.at(-1)! * Math.fround(base)));
  return known[exponent]!;
}

const powers = new Map<number, number[]>();
