/** Program that loads native TensorFlow, trains one step with it and with plain JavaScript, and prints how far the weights are
 * apart. It is started as a process of its own: a library that does not fit may end it.
 *
 * Its argument: the file of `@tensorflow/tfjs-node` that loads it. */
import tf = require('@tensorflow/tfjs');
import { loadNative } from '../../lab/load-native.js';

/** What it prints, as JSON. */
export interface TrainedStep {
  backend: string;
  /** Version of TensorFlow's library. */
  library: string;
  /** Largest absolute difference of a weight. */
  difference: number;
}

loadNative(process.argv[2]!);
const native = await weightsAfterOneStep('tensorflow');
const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
const plain = await weightsAfterOneStep('cpu');
const differences = native.map((value, at) => Math.abs(value - plain[at]!));
const step: TrainedStep = {
  backend: 'tensorflow',
  library: binding.TF_Version,
  difference: Math.max(...differences.map((value) => (Number.isNaN(value) ? Infinity : value))),
};
process.stdout.write(JSON.stringify(step));

async function weightsAfterOneStep(backend: string): Promise<number[]> {
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start`);
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 1] }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  model.setWeights(model.getWeights().map(({ shape }) => wave(shape, 0.1)));
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'sparseCategoricalCrossentropy' });
  await model.fit(wave([16, 8, 8, 1], 1), tf.tensor1d([0, 1, 2, 1, 0, 2, 1, 0, 2, 0, 1, 2, 0, 1, 2, 1]), {
    batchSize: 16,
    verbose: 0,
  });
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

/** Numbers in [-height, height] that are the same everywhere. */
function wave(shape: number[], height: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Array.from({ length: size }, (_, at) => height * Math.sin(at * at)),
    shape,
  );
}
