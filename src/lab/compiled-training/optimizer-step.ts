import tf = require('@tensorflow/tfjs');

/** What an optimizer remembers of each parameter, under the name that TensorFlow.js gives it. */
export interface Memory {
  name: string;
  values: Float32Array[];
}

/** An optimizer of `tf.train` on typed arrays. */
export interface OptimizerStep {
  /** In the order of `optimizer.getWeights()`. */
  memories: Memory[];
  /** Moves the parameters against their gradients.
   * @param stepsBefore How often the optimizer has done so before, in other trainings too. */
  step(parameters: readonly Float32Array[], gradients: readonly Float64Array[], stepsBefore: number): void;
}

/** Makes the steps of an optimizer for parameters of these sizes.
 * @returns Nothing for an optimizer that is not known, for a centered RMSprop, and for one whose own methods someone watches
 * or has replaced. */
export function optimizerStep(optimizer: tf.Optimizer, sizes: readonly number[]): OptimizerStep | undefined {
  const make = MAKERS.get(optimizer.constructor);
  if (optimizer.getConfig()['centered']) return undefined;
  const isItself = ['minimize', 'computeGradients', 'applyGradients'].every(
    (method) => !Object.hasOwn(optimizer, method),
  );
  return isItself ? make?.(optimizer, sizes) : undefined;
}

type Maker = (optimizer: tf.Optimizer, sizes: readonly number[]) => OptimizerStep;

const memory = (name: string, sizes: readonly number[]): Memory => ({
  name,
  values: sizes.map((size) => new Float32Array(size)),
});

const sgd: Maker = (optimizer) => {
  const rate = rateInTensor(optimizer);
  return {
    memories: [],
    step(parameters, gradients) {
      const factor = rate();
      for (const [p, values] of parameters.entries()) {
        const gradient = gradients[p]!;
        for (let i = 0; i < values.length; i++) values[i] = values[i]! + factor * gradient[i]!;
      }
    },
  };
};

const momentum: Maker = (optimizer, sizes) => {
  const rate = rateInTensor(optimizer);
  const accumulated = memory('momentum', sizes);
  return {
    memories: [accumulated],
    step(parameters, gradients) {
      const factor = rate();
      const { momentum: m, useNesterov } = optimizer.getConfig() as {
        momentum: number;
        useNesterov: boolean;
      };
      for (const [p, values] of parameters.entries()) {
        const gradient = gradients[p]!;
        const velocity = accumulated.values[p]!;
        for (let i = 0; i < values.length; i++) {
          velocity[i] = m * velocity[i]! + gradient[i]!;
          const along = useNesterov ? gradient[i]! + m * velocity[i]! : velocity[i]!;
          values[i] = values[i]! + factor * along;
        }
      }
    },
  };
};

const adam: Maker = (optimizer, sizes) => {
  const first = memory('m', sizes);
  const second = memory('v', sizes);
  return {
    memories: [first, second],
    step(parameters, gradients, stepsBefore) {
      const { learningRate, beta1, beta2, epsilon } = optimizer.getConfig() as Record<string, number>;
      const correction1 = 1 - powerInFloat32(beta1!, stepsBefore + 1);
      const correction2 = 1 - powerInFloat32(beta2!, stepsBefore + 1);
      for (const [p, values] of parameters.entries()) {
        const gradient = gradients[p]!;
        const m = first.values[p]!;
        const v = second.values[p]!;
        for (let i = 0; i < values.length; i++) {
          const g = gradient[i]!;
          m[i] = beta1! * m[i]! + (1 - beta1!) * g;
          v[i] = beta2! * v[i]! + (1 - beta2!) * g * g;
          const scale = Math.sqrt(v[i]! / correction2) + epsilon!;
          values[i] = values[i]! - (learningRate! * m[i]!) / correction1 / scale;
        }
      }
    },
  };
};

const rmsprop: Maker = (optimizer, sizes) => {
  const squares = memory('rms', sizes);
  const moments = memory('momentum', sizes);
  return {
    memories: [squares, moments],
    step(parameters, gradients) {
      const { learningRate, decay, momentum: m, epsilon } = optimizer.getConfig() as Record<string, number>;
      for (const [p, values] of parameters.entries()) {
        const gradient = gradients[p]!;
        const square = squares.values[p]!;
        const moment = moments.values[p]!;
        for (let i = 0; i < values.length; i++) {
          const g = gradient[i]!;
          square[i] = decay! * square[i]! + (1 - decay!) * g * g;
          moment[i] = m! * moment[i]! + (learningRate! * g) / Math.sqrt(square[i]! + epsilon!);
          values[i] = values[i]! - moment[i]!;
        }
      }
    },
  };
};

const MAKERS: ReadonlyMap<unknown, Maker> = new Map<unknown, Maker>([
  [tf.SGDOptimizer, sgd],
  [tf.MomentumOptimizer, momentum],
  [tf.AdamOptimizer, adam],
  [tf.RMSPropOptimizer, rmsprop],
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
