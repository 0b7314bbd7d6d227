import * as tf from '@tensorflow/tfjs';
import type { Probe } from 'gradlab/grading';

interface Finder {
  learningRates: ArrayLike<number>;
  lrFactor: number;
}

/** Two finders, made first and then used in turn in real trainings: neither may know of the other. */
export const twoTrainings: Probe<{ steps: [number, number]; maxLr: number }> = {
  call: 'two finders, one after the other',
  async run(notebook, { steps, maxLr }) {
    const FinderClass = notebook.value('LearningRateFinder') as new (options: object) => Finder;
    const finders = steps.map((count) => ({
      count,
      finder: new FinderClass({ minLr: 1e-3, maxLr, steps: count }),
    }));
    const results = [];
    for (const { count, finder } of finders) {
      const model = tf.sequential({
        layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })],
      });
      model.compile({ optimizer: tf.train.sgd(99), loss: 'meanSquaredError' });
      await model.fit(tf.zeros([count, 1]), tf.zeros([count, 1]), {
        batchSize: 1,
        epochs: 1,
        callbacks: [finder as never],
      });
      results.push({ learningRates: Array.from(finder.learningRates), lrFactor: finder.lrFactor });
    }
    return results;
  },
};

interface Curve {
  learningRates: number[];
  losses: number[];
}

/** What plotLearningRate returns for several curves, and the lists it was given, afterwards. */
export const bestRates: Probe<{ curves: Curve[] }> = {
  call: 'plotLearningRate for several curves',
  async run(notebook, { curves }) {
    const plot = notebook.value('plotLearningRate') as (learningRates: number[], losses: number[]) => unknown;
    const rates = [];
    const lists = [];
    for (const { learningRates, losses } of curves) {
      const given = { learningRates: [...learningRates], losses: [...losses] };
      rates.push(await plot(given.learningRates, given.losses));
      lists.push(given);
    }
    return { rates, lists };
  },
};
