import * as tf from '@tensorflow/tfjs';
import type { Probe, ProbedNotebook } from 'gradlab/grading';

interface Range {
  minLr: number;
  maxLr: number;
  steps: number;
}

/** What the checks need of the student's class. */
interface Finder {
  lrFactor: number;
  learningRates: ArrayLike<number>;
  losses: ArrayLike<number>;
  setModel(model: object): void;
  onTrainBegin(): unknown;
  onBatchEnd(batch: number, logs: { batch: number; size: number; loss: number }): unknown;
}

const finderClass = (notebook: ProbedNotebook) => notebook.value('LearningRateFinder') as new (range: Partial<Range>) => Finder;

const rangeText = ({ minLr, maxLr, steps }: Range) => `{ minLr: ${minLr}, maxLr: ${maxLr}, steps: ${steps} }`;

/** The factor of a new finder. */
export const factor: Probe<Range> = {
  call: (range) => `new LearningRateFinder(${rangeText(range)}).lrFactor`,
  run: (notebook, range) => new (finderClass(notebook))(range).lrFactor,
};

/** The factor of a finder made without arguments. */
export const defaultFactor: Probe<null> = {
  call: 'new LearningRateFinder().lrFactor',
  run: (notebook) => new (finderClass(notebook))({}).lrFactor,
};

interface Training extends Range {
  /** Losses of the batches, one after another. */
  losses: number[];
}

/** Drives the hooks as `fit` does, with losses that are made up, and looks at the optimizer before each batch. */
export const training: Probe<Training> = {
  call: ({ losses, ...range }) => `A finder with ${rangeText(range)} that sees the losses ${losses.join(', ')}`,
  async run(notebook, { losses, ...range }) {
    const finder = new (finderClass(notebook))(range);
    const optimizer = tf.train.sgd(99);
    const model = { optimizer, stopTraining: false };
    const rate = () => (optimizer as unknown as { learningRate: number }).learningRate;
    const trainedAt: number[] = [];
    finder.setModel(model);
    await finder.onTrainBegin();
    for (const [batch, loss] of losses.entries()) {
      if (model.stopTraining) break;
      trainedAt.push(rate());
      await finder.onBatchEnd(batch, { batch, size: 1, loss });
    }
    return {
      trainedAt,
      learningRates: Array.from(finder.learningRates),
      losses: Array.from(finder.losses),
      nextRate: rate(),
      // What the optimizer really applies to a gradient of 1, whatever its field says.
      step: appliedStep(optimizer),
      stopped: model.stopTraining,
      saysSo: /stop/i.test(notebook.printed),
    };
  },
};

/** How far one step with gradient 1 moves a variable. */
function appliedStep(optimizer: tf.Optimizer): number {
  const variable = tf.variable(tf.scalar(0));
  optimizer.applyGradients([{ name: variable.name, tensor: tf.scalar(1) }]);
  const [moved] = variable.dataSync();
  variable.dispose();
  return -moved!;
}

type Find = (model: tf.Sequential, x: tf.Tensor, y: tf.Tensor, options: { batchSize: number; steps: number }) => unknown;

interface Search {
  rows: number;
  batchSize: number;
  steps: number;
}

const searchText = ({ rows, batchSize, steps }: Search) => `findLearningRate on ${rows} rows with { batchSize: ${batchSize}, steps: ${steps} }`;

/** A softmax of three classes whose weights are known: `scale` on the diagonal. */
function knownModel(scale: number): tf.Sequential {
  const layer = tf.layers.dense({ units: 3, inputShape: [3], activation: 'softmax', useBias: true });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([tf.eye(3).mul(scale), tf.tensor1d([0.5, 0, -0.5])]);
  return model;
}

/** What a search gives the moment it says that it is ready. */
async function search(notebook: ProbedNotebook, model: tf.Sequential, label: (row: number) => number, { rows, batchSize, steps }: Search) {
  const classes = Array.from({ length: rows }, (_, row) => label(row));
  const x = tf.tensor2d(classes.map((c) => [0, 1, 2].map((k) => (k === c ? 1 : 0))), [rows, 3]);
  const y = tf.tensor1d(classes, 'float32');
  const find = notebook.value('findLearningRate') as Find;
  const result = (await find(model, x, y, { batchSize, steps })) as { learningRates?: ArrayLike<number>; losses?: ArrayLike<number> } | undefined;
  const learningRates = Array.from(result?.learningRates ?? []);
  const losses = Array.from(result?.losses ?? []);
  return { learningRates, losses };
}

/** The optimizer that the model was compiled with. */
export const optimizer: Probe<Search> = {
  call: (input) => `The model's optimizer after ${searchText(input)}`,
  async run(notebook, input) {
    const model = knownModel(1);
    await search(notebook, model, (row) => row % 3, input);
    const compiled = model.optimizer as tf.Optimizer | undefined;
    return compiled === undefined ? 'none' : compiled.getClassName();
  },
};

/** The loss of the first batch: all rows are alike, so that it is known. */
export const firstLoss: Probe<Search> = {
  call: (input) => `The first loss of ${searchText(input)}, all alike,`,
  async run(notebook, input) {
    const { losses } = await search(notebook, knownModel(1), () => 2, input);
    return losses[0];
  },
};

/** How many batches were trained when the promise resolved, and the rate of the last one. */
export const batches: Probe<Search> = {
  call: searchText,
  async run(notebook, input) {
    const { learningRates, losses } = await search(notebook, knownModel(1), (row) => row % 3, input);
    return { learningRates: learningRates.length, losses: losses.length, lastRate: learningRates.at(-1) };
  },
};

/** The largest loss of a model that knows every row: small only if labels stay with their rows. */
export const largestLoss: Probe<Search> = {
  call: (input) => `The largest loss of a perfect model in ${searchText(input)}`,
  async run(notebook, input) {
    const { losses } = await search(notebook, knownModel(60), (row) => (row * 7) % 3, input);
    return losses.length ? Math.max(...losses) : undefined;
  },
};

interface Curve {
  learningRates: number[];
  losses: number[];
}

const list = (values: number[]) => `[${values.join(', ')}]`;

type Plot = (learningRates: number[], losses: number[]) => unknown;

const plotText = ({ learningRates, losses }: Curve) => `plotLearningRate(${list(learningRates)}, ${list(losses)})`;

/** What plotLearningRate returns. */
export const bestRate: Probe<Curve> = {
  call: plotText,
  run: (notebook, { learningRates, losses }) => (notebook.value('plotLearningRate') as Plot)([...learningRates], [...losses]),
};

interface Trace {
  mode?: string;
  x?: ArrayLike<number>;
  y?: ArrayLike<number>;
}

/** The figure that plotLearningRate shows. */
export const figure: Probe<Curve> = {
  call: (input) => `The figure of ${plotText(input)}`,
  async run(notebook, { learningRates, losses }) {
    await (notebook.value('plotLearningRate') as Plot)([...learningRates], [...losses]);
    const figures = notebook.displayed.map((bundle) => bundle['application/vnd.plotly.v1+json']).filter((shown) => shown !== undefined);
    const shown = figures.at(-1) as
      | { data: Trace[]; layout: { xaxis?: { type?: string }; annotations?: { text?: string; x?: number; y?: number }[] } }
      | undefined;
    if (!shown) return null;
    const marker = shown.data.find(({ mode, x }) => mode?.includes('markers') && x?.length === 1);
    const note = shown.layout.annotations?.[0];
    return {
      xAxis: shown.layout.xaxis?.type ?? 'linear',
      marker: marker ? { x: marker.x?.[0], y: marker.y?.[0] } : null,
      annotation: note ? { text: note.text, x: note.x, y: note.y } : null,
    };
  },
};
