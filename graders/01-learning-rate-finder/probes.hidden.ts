import * as tf from '@tensorflow/tfjs';
import type { Probe } from 'gradlab/grading';

interface Finder {
  learningRates: ArrayLike<number>;
  lrFactor: number;
}

/** Two finders in turn, each through a real training: neither may know of the other. */
export const twoTrainings: Probe<{ steps: [number, number]; maxLr: number }> = {
  call: 'Two finders, one after the other',
  async run(notebook, { steps, maxLr }) {
    const FinderClass = notebook.value('LearningRateFinder') as new (options: object) => Finder & tf.CustomCallbackArgs;
    const results = [];
    for (const count of steps) {
      const finder = new FinderClass({ minLr: 1e-3, maxLr, steps: count });
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })] });
      model.compile({ optimizer: tf.train.sgd(99), loss: 'meanSquaredError' });
      await model.fit(tf.zeros([count, 1]), tf.zeros([count, 1]), { batchSize: 1, epochs: 1, callbacks: [finder as never] });
      results.push({ rates: Array.from(finder.learningRates), factor: finder.lrFactor });
    }
    return results;
  },
};
