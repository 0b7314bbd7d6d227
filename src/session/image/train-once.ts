/** Trains as notebooks do, once, while a start-up image is made: what V8 compiles for this is compiled in the image. */
import tf = require('@tensorflow/tfjs');
import wasm = require('@tensorflow/tfjs-backend-wasm');

export async function warmUp(): Promise<void> {
  wasm.setThreadsCount(1);
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    for (const optimizer of ['sgd', 'adam', 'rmsprop'] as const) await train(optimizer);
  }
}

async function train(optimizer: 'sgd' | 'adam' | 'rmsprop'): Promise<void> {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [4, 4, 1] }),
      tf.layers.dense({ units: 8, activation: 'relu' }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const [x, y] = [tf.randomUniform([32, 4, 4, 1]), tf.zeros([32, 1])];
  const weights = model.getWeights().map((weight) => weight.clone());
  await model.fit(x, y, {
    epochs: 2,
    batchSize: 16,
    validationSplit: 0.25,
    verbose: 0,
    callbacks: { onBatchEnd: async () => {}, onEpochEnd: async () => {} },
  });
  model.setWeights(weights);
  (model.evaluate(x, y, { batchSize: 16 }) as tf.Scalar[]).forEach((value) => value.dataSync());
  (model.predict(x) as tf.Tensor).arraySync();
  tf.dispose([x, y, ...weights]);
  model.dispose();
}
