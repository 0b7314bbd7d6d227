import * as tf from '@tensorflow/tfjs';
import { setLearningRate } from 'gradlab';
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
  onEpochBegin(epoch: number, logs: object): unknown;
  onBatchBegin(batch: number, logs: { batch: number; size: number }): unknown;
  onBatchEnd(batch: number, logs: { batch: number; size: number; loss: number }): unknown;
}

type FinderClass = new (range?: Partial<Range>) => Finder;

const finderClass = (notebook: ProbedNotebook) => notebook.value('LearningRateFinder') as FinderClass;

const rangeText = ({ minLr, maxLr, steps }: Range) => `{ minLr: ${minLr}, maxLr: ${maxLr}, steps: ${steps} }`;

/** The factor of a new finder. */
export const factor: Probe<Range> = {
  call: (range) => `new LearningRateFinder(${rangeText(range)}).lrFactor`,
  run: (notebook, range) => factorOf(finderClass(notebook), range),
};

/** The factor of a finder made with steps alone, or without arguments. */
export const defaultFactor: Probe<{ steps?: number }> = {
  call: ({ steps }) => `new LearningRateFinder(${steps === undefined ? '' : `{ steps: ${steps} }`}).lrFactor`,
  run: (notebook, { steps }) => factorOf(finderClass(notebook), ...(steps === undefined ? [] : [{ steps }])),
};

/** A hook with a misspelt name makes the constructor throw. That is a mistake of another task: the factor is then read
 * from an object without the hooks. */
function factorOf(Class: FinderClass, ...range: [] | [Partial<Range>]): unknown {
  try {
    return new Class(...range).lrFactor;
  } catch (error) {
    if (!/has no hook/.test(String((error as Error).message))) throw error;
    const methods = Object.entries(Object.getOwnPropertyDescriptors(Class.prototype as object));
    const others = Object.fromEntries(methods.filter(([name]) => !name.startsWith('on')));
    const withoutHooks = function () {};
    withoutHooks.prototype = Object.create(Object.getPrototypeOf(Class.prototype) as object, others);
    return (Reflect.construct(Class, range, withoutHooks) as Finder).lrFactor;
  }
}

interface Training extends Range {
  /** Losses of the batches, one after another; at most `steps`. */
  losses: number[];
}

/** Drives the hooks as `fit` does, with losses that are made up, and looks at the optimizer before each batch. */
export const training: Probe<Training> = {
  call: ({ losses, ...range }) =>
    `a finder with ${rangeText(range)} whose batches have the losses ${losses.join(', ')}`,
  async run(notebook, { losses, ...range }) {
    const finder = new (finderClass(notebook))(range);
    const optimizer = tf.train.sgd(99);
    const model = { optimizer, stopTraining: false };
    const rate = () => (optimizer as unknown as { learningRate: number }).learningRate;
    const rateOfBatch: number[] = [];
    let printedAtLast = '';
    finder.setModel(model);
    await finder.onTrainBegin();
    await finder.onEpochBegin(0, {});
    for (const [batch, loss] of losses.entries()) {
      await finder.onBatchBegin(batch, { batch, size: 1 });
      rateOfBatch.push(rate());
      const printed = notebook.printed.length;
      await finder.onBatchEnd(batch, { batch, size: 1, loss });
      printedAtLast = notebook.printed.slice(printed);
      if (model.stopTraining) break;
    }
    // A finder may also set the rate when the next batch begins.
    if (!model.stopTraining && losses.length < range.steps)
      await finder.onBatchBegin(losses.length, { batch: losses.length, size: 1 });
    return {
      rateOfBatch,
      learningRates: Array.from(finder.learningRates),
      losses: Array.from(finder.losses),
      nextRate: rate(),
      // What the optimizer really applies to a gradient of 1, whatever its field says.
      nextStep: appliedStep(optimizer),
      stopTraining: model.stopTraining,
      printsThatItStops: printedAtLast.trim() !== '',
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

type Find = (
  model: tf.Sequential,
  x: tf.Tensor,
  y: tf.Tensor,
  options: { batchSize: number; steps: number },
) => unknown;

interface Search {
  rows: number;
  batchSize: number;
  steps: number;
}

const searchText = ({ rows, batchSize, steps }: Search) =>
  `findLearningRate on ${rows} rows with { batchSize: ${batchSize}, steps: ${steps} }`;

/** A softmax of three classes whose weights are known: `scale` on the diagonal. */
function knownModel(scale: number, bias = BIAS): tf.Sequential {
  const layer = tf.layers.dense({ units: 3, inputShape: [3], activation: 'softmax', useBias: true });
  const model = tf.sequential({ layers: [layer] });
  setKnownWeights(model, scale, bias);
  return model;
}

const BIAS = [0.5, 0, -0.5];

const setKnownWeights = (model: tf.Sequential, scale: number, bias = BIAS) =>
  model.setWeights([tf.eye(3).mul(scale), tf.tensor1d(bias)]);

interface Row {
  /** Which of three numbers is 1; the others are 0. */
  shown: number | null;
  label: number;
}

const rowsOf = (count: number, row: (at: number) => Row) => {
  const made = Array.from({ length: count }, (_, at) => row(at));
  const x = tf.tensor2d(
    made.map(({ shown }) => [0, 1, 2].map((k) => (k === shown ? 1 : 0))),
    [count, 3],
  );
  return {
    x,
    y: tf.tensor1d(
      made.map(({ label }) => label),
      'float32',
    ),
  };
};

/** Row `at` of class `at mod 3`. */
const mixed = (at: number): Row => ({ shown: at % 3, label: at % 3 });

/** What a search gives the moment it says that it is ready. */
async function search(
  notebook: ProbedNotebook,
  model: tf.Sequential,
  row: (at: number) => Row,
  { rows, batchSize, steps }: Search,
) {
  const { x, y } = rowsOf(rows, row);
  const find = notebook.value('findLearningRate') as Find;
  const result = (await find(model, x, y, { batchSize, steps })) as
    { learningRates?: ArrayLike<number>; losses?: ArrayLike<number> } | undefined;
  const learningRates = Array.from(result?.learningRates ?? []);
  const losses = Array.from(result?.losses ?? []);
  return { learningRates, losses };
}

/** A model after a search, and its optimizer. What goes wrong after compiling is left to other checks. */
async function compiledModel(notebook: ProbedNotebook, input: Search) {
  const model = knownModel(1);
  let failure: unknown;
  try {
    await search(notebook, model, mixed, input);
  } catch (error) {
    if (!optimizerOf(model)) throw error;
    failure = error;
  }
  return { model, optimizer: optimizerOf(model), failure };
}

export interface Steps {
  learningRate: number;
  /** Of each step. */
  gradients: number[];
}

/** The optimizer that the model was compiled with. Its name is for messages: what it does with the model's weights is what
 * counts. */
export const optimizer: Probe<Search & Steps> = {
  call: ({ learningRate, gradients, ...input }) =>
    `model.optimizer after ${searchText(input)}, stepping at rate ${learningRate} with the gradients ${gradients.join(', ')},`,
  async run(notebook, { learningRate, gradients, ...input }) {
    const { model, optimizer: compiled } = await compiledModel(notebook, input);
    if (compiled === undefined) return { name: 'none, as the model is not compiled' };
    setLearningRate(compiled, learningRate);
    return { name: compiled.getClassName(), moves: movesOf(compiled, model, gradients) };
  },
};

/** How far each step moves the first bias, when all weights have the same gradient. */
function movesOf(stepping: tf.Optimizer, model: tf.Sequential, gradients: number[]): number[] {
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const bias = weights.at(-1)!;
  return gradients.map((gradient) => {
    for (const weight of weights) weight.assign(tf.zerosLike(weight));
    stepping.applyGradients(
      weights.map((weight) => ({ name: weight.name, tensor: tf.fill(weight.shape, gradient) })),
    );
    return bias.dataSync()[0]!;
  });
}

interface Known {
  /** The right class. */
  label: number;
  /** Of its logit; the two others have 0.5 and 0. */
  scale: number;
}

/** The loss that the model was compiled with, for probabilities that are known. */
export const knownLoss: Probe<Search & Known> = {
  call: ({ label, scale, ...input }) =>
    `the loss of a row of class ${label} with logits ${logitsOf({ label, scale }).join(', ')}, as the model computes it after ${searchText(input)},`,
  async run(notebook, { label, scale, ...input }) {
    const { model, optimizer: compiled, failure } = await compiledModel(notebook, input);
    if (compiled === undefined) return 'none, as the model is not compiled';
    try {
      // Labels of this form must be accepted; but what is minimised counts, as `evaluate` could be made to say anything.
      const { x, y } = rowsOf(1, () => ({ shown: null, label }));
      tf.LayersModel.prototype.evaluate.call(innerModel(model), x, y);
      const [lossFunction] = innerModel(model).lossFunctions;
      const probabilities = tf.softmax(tf.tensor2d([logitsOf({ label, scale })]));
      return tf.mean(lossFunction!(tf.tensor2d([[label]]), probabilities)).dataSync()[0];
    } catch (error) {
      throw failure ?? error; // What went wrong first explains more: an unknown loss, say.
    }
  },
};

const logitsOf = ({ label, scale }: Known) => [0, 1, 2].map((k) => (k === label ? scale : k === 0 ? 0.5 : 0));

/** A Sequential is compiled and trained as the model inside it. */
const innerModel = (model: tf.Sequential) =>
  (model as unknown as { model?: tf.LayersModel }).model ?? (model as tf.LayersModel);

/** The one that trainings step with: `model.optimizer` can be defined anew for this one model. */
const optimizerOf = (model: tf.Sequential) =>
  (innerModel(model) as unknown as { optimizer_?: tf.Optimizer }).optimizer_;

/** What was recorded when the promise resolved, and the bias that the model has learned by then. All rows are zeros of class
 * 0, so that it learns nothing but its bias, and each batch has a loss that can be foretold. */
export const batches: Probe<Search & { bias: number }> = {
  call: (input) => `${searchText(input)}, all of class 0,`,
  async run(notebook, input) {
    const model = knownModel(0, [input.bias, 0, 0]);
    const { learningRates, losses } = await search(notebook, model, () => ({ shown: null, label: 0 }), input);
    return {
      learningRates: { length: learningRates.length },
      losses: { length: losses.length, all: losses },
      lastRate: learningRates.at(-1),
      'bias of class 0 afterwards': model.trainableWeights.at(-1)!.read().dataSync()[0],
    };
  },
};

/** The first and the largest loss of a model that is right, and equally sure, on every row: small only if labels stay with their
 * rows. */
export const alwaysRight: Probe<Search & { scale: number }> = {
  call: (input) => `the losses of a model that is always right, in ${searchText(input)},`,
  async run(notebook, input) {
    const model = knownModel(input.scale, [0, 0, 0]);
    const { losses } = await search(notebook, model, (at) => mixed(at * 7), input);
    return losses.length ? { first: losses[0], largest: Math.max(...losses) } : undefined;
  },
};

/** How much of the training happens on rows that a subset from the beginning would leave out. The model is wrong on
 * these rows and only there; while rates are small, losses tell how many of them a batch has. */
export const shareOfLateRows: Probe<Search> = {
  call: ({ rows, batchSize, steps }) =>
    `the share of rows from ${steps * batchSize} to ${rows - 1} in the subset, in ${searchText({ rows, batchSize, steps })},`,
  async run(notebook, input) {
    const first = input.steps * input.batchSize;
    const { losses } = await search(
      notebook,
      knownModel(60),
      (at) => ({ shown: at % 3, label: at < first ? at % 3 : (at + 1) % 3 }),
      input,
    );
    const early = losses.slice(0, Math.ceil(Math.min(losses.length, input.steps) / 2)); // Of the first epoch.
    const largest = -Math.log(1e-7);
    if (early.length === 0) return undefined;
    return Math.round((100 * early.reduce((sum, loss) => sum + loss, 0)) / (early.length * largest)) / 100;
  },
};

interface Curve {
  learningRates: number[];
  losses: number[];
}

const list = (values: number[]) => `[${values.join(', ')}]`;

type Plot = (learningRates: number[], losses: number[]) => unknown;

const plotText = ({ learningRates, losses }: Curve) =>
  `plotLearningRate(${list(learningRates)}, ${list(losses)})`;

/** What plotLearningRate returns. */
export const bestRate: Probe<Curve> = {
  call: plotText,
  run: (notebook, { learningRates, losses }) =>
    (notebook.value('plotLearningRate') as Plot)([...learningRates], [...losses]),
};

interface Trace {
  mode?: string;
  x?: (number | null)[];
  y?: (number | null)[];
}

interface Axis {
  type?: string;
}

interface ShownFigure {
  data: Trace[];
  layout: { xaxis?: Axis; yaxis?: Axis; annotations?: { text?: string; x?: number; y?: number }[] };
}

const isMarker = ({ mode = 'lines+markers', x }: Trace) => mode.includes('markers') && x?.length === 1;

/** The figure that plotLearningRate shows. */
export const figure: Probe<Curve> = {
  call: (input) => `the figure of ${plotText(input)}`,
  async run(notebook, { learningRates, losses }) {
    await (notebook.value('plotLearningRate') as Plot)([...learningRates], [...losses]);
    const figures = notebook.displayed.map(
      (bundle) => bundle['application/vnd.plotly.v1+json'] as ShownFigure | undefined,
    );
    const shown =
      figures.findLast((one) => one?.data.some(isMarker)) ?? figures.findLast((one) => one !== undefined);
    if (!shown) return { shown: false };
    const marker = shown.data.find(isMarker);
    const line = shown.data.find((trace) => trace !== marker);
    const drawn = (line?.x ?? [])
      .map((x, i) => ({ x, y: line?.y?.[i] }))
      .filter(({ y }) => typeof y === 'number');
    const note = shown.layout.annotations?.[0];
    const isLogarithmic = shown.layout.yaxis?.type === 'log';
    const height = isLogarithmic && note?.y !== undefined ? 10 ** note.y : note?.y;
    return {
      shown: true,
      'xaxis.type': shown.layout.xaxis?.type ?? 'linear',
      curve: { x: drawn.map(({ x }) => x), y: drawn.map(({ y }) => y) },
      marker: marker ? { x: marker.x?.[0], y: marker.y?.[0] } : null,
      annotation: note ? { text: note.text, rate: numberIn(note.text), x: note.x, y: height } : null,
    };
  },
};

/** The number in a text, however it is written. */
function numberIn(text = ''): number | undefined {
  const [number] = /\d+(\.\d*)?([eE][+-]?\d+)?/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}
