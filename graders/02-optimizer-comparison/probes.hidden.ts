import * as tf from '@tensorflow/tfjs';
import type { Probe } from 'gradlab/grading';

export interface Split {
  rows: number;
  noiseLevels: number[];
  learningRates: number[];
}

/** Which rows the models of a sweep are trained and tested on. Models are real, but do not train. */
export const trainedRows: Probe<Split> = {
  call: 'the rows that the models of a sweep are trained on',
  async run(notebook, { rows, noiseLevels, learningRates }) {
    notebook.standIn('generateNoisyData', ({ noiseLevel = 0.1 } = {}) => ({
      x: Array.from({ length: rows }, (_, i) => [noiseLevel, i]),
      y: Array.from({ length: rows }, (_, i) => i % 2),
    }));
    const trainings: { trained: Set<number>; tested: Set<number> }[] = [];
    const rowsIn = (x: unknown) => new Set((x as tf.Tensor2D).arraySync().map((row) => row[1]!));
    notebook.standIn('createModel', () => {
      const model = tf.sequential({
        layers: [tf.layers.dense({ units: 1, inputShape: [2], activation: 'sigmoid' })],
      });
      const training = { trained: new Set<number>(), tested: new Set<number>() };
      trainings.push(training);
      model.fit = async (x) => {
        for (const row of rowsIn(x)) training.trained.add(row);
        const inEachEpoch = Array.from({ length: 100 }, () => 0.5);
        const history = {
          loss: inEachEpoch,
          acc: inEachEpoch,
          val_loss: inEachEpoch,
          val_acc: inEachEpoch,
        };
        return await Promise.resolve({ history } as unknown as tf.History);
      };
      const evaluate = model.evaluate.bind(model);
      model.evaluate = (x, y, options) => {
        for (const row of rowsIn(x)) training.tested.add(row);
        return evaluate(x, y, options);
      };
      return model;
    });
    const compare = notebook.value('compareOptimizers') as (...lists: number[][]) => Promise<unknown>;
    await compare(noiseLevels, learningRates);
    return {
      trainings: trainings.length,
      trainedOnTestRows: trainings.filter(({ trained, tested }) =>
        [...tested].some((row) => trained.has(row)),
      ).length,
      trainedRows: Math.min(...trainings.map(({ trained }) => trained.size)),
    };
  },
};
