// 200 batches of the finder's net: with gradlab's Callback, and as a bare tfjs loop of the same steps. Prints JSON.
import * as tf from '@tensorflow/tfjs';
import { Callback, getLearningRate, setLearningRate, useBackend } from 'gradlab';

const STEPS = 200;
const BATCH = 64;
const ROUNDS = 5;

class Finder extends Callback {
  rates = [];
  losses = [];
  onTrainBegin() {
    setLearningRate(this.model.optimizer, 1e-7);
  }
  onBatchEnd(batch, logs = {}) {
    const rate = getLearningRate(this.model.optimizer);
    this.rates.push(rate);
    this.losses.push(logs.loss);
    setLearningRate(this.model.optimizer, rate * 1.0964781961431851);
  }
}

function makeModel() {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28] }),
      tf.layers.dense({
        units: 128,
        activation: 'relu',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
      }),
      tf.layers.dense({
        units: 10,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'sparseCategoricalCrossentropy' });
  return model;
}

await useBackend('wasm', { log: () => {} });
const x = tf.randomUniform([STEPS * BATCH, 28, 28], 0, 1, 'float32', 3);
const y = tf.floor(tf.randomUniform([STEPS * BATCH], 0, 10, 'float32', 4));

async function withGradlab() {
  const finder = new Finder();
  await makeModel().fit(x, y, { batchSize: BATCH, epochs: 1, shuffle: false, callbacks: [finder] });
  return finder.losses.at(-1);
}

/** `fit` without anything of gradlab: what a student would write on bare tfjs. */
async function bareTfjs() {
  const model = makeModel();
  let rate = 1e-7;
  let last;
  model.optimizer.setLearningRate(rate);
  const onBatchEnd = (_batch, { loss }) => {
    last = loss;
    rate *= 1.0964781961431851;
    model.optimizer.setLearningRate(rate);
  };
  await model.fit(x, y, { batchSize: BATCH, epochs: 1, shuffle: false, callbacks: { onBatchEnd } });
  return last;
}

const times = { gradlab: [], bare: [] };
const results = {};
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, run] of [
    ['gradlab', withGradlab],
    ['bare', bareTfjs],
  ]) {
    const started = performance.now();
    results[name] = await run();
    if (round > 0) times[name].push(performance.now() - started); // The first round warms up.
  }
}
const same = Math.abs(results.gradlab - results.bare) <= 1e-5 * Math.abs(results.bare);
process.stdout.write(
  `${JSON.stringify({ times, same, maxRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`,
);
