import * as tf from '@tensorflow/tfjs';
import { table } from 'gradlab';
import type { Probe, ProbedNotebook } from 'gradlab/grading';

interface DataOptions {
  nSamples: number;
  noiseLevel: number;
}

type Generate = (options: Partial<DataOptions>) => { x: number[][]; y: number[] };

const generate = (notebook: ProbedNotebook, options: Partial<DataOptions>) =>
  (notebook.value('generateNoisyData') as Generate)(options);

const dataText = ({ nSamples, noiseLevel }: DataOptions) =>
  `generateNoisyData({ nSamples: ${nSamples}, noiseLevel: ${noiseLevel} })`;

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Statistics of the points. They are standardised, so only the shape of their distribution tells how much noise, and
 * which kind, was added. */
export const distribution: Probe<DataOptions> = {
  call: (options) => `the points of ${dataText(options)}`,
  run(notebook, options) {
    const { x } = generate(notebook, options);
    const features = [0, 1].map((at) => x.map((point) => point[at]!));
    const [m0, m1] = features.map(mean);
    const centred = [features[0]!.map((v) => v - m0!), features[1]!.map((v) => v - m1!)];
    const variance = centred.map((values) => mean(values.map((v) => v * v)));
    const fitting = centred.map((values, i) =>
      noiseLevelFor(mean(values.map((v) => v ** 4)) / variance[i]! ** 2),
    );
    return {
      length: x.length,
      'noise level that fits each feature': fitting,
      'smaller one of the two noise levels': Math.min(...fitting),
      correlation:
        mean(centred[0]!.map((v, i) => v * centred[1]![i]!)) / Math.sqrt(variance[0]! * variance[1]!),
    };
  },
};

/** E[x⁴] / E[x²]² of a feature: the radii are 2 to 5, blurred by 0.2 · noise, and noise is added to the feature. */
function kurtosisAt(noiseLevel: number): number {
  const blur = (0.2 * noiseLevel) ** 2;
  const radius2 = (4 + 16 + 9 + 25) / 4;
  const radius4 = (16 + 256 + 81 + 625) / 4 + 6 * radius2 * blur + 3 * blur ** 2;
  const [second, fourth] = [(radius2 + blur) / 2, (3 / 8) * radius4];
  const variance = second + noiseLevel ** 2;
  return (fourth + 6 * second * noiseLevel ** 2 + 3 * noiseLevel ** 4) / variance ** 2;
}

/** The level of normal noise that gives points of this kurtosis, in [0, 100]. */
function noiseLevelFor(kurtosis: number): number {
  let [low, high] = [0, 100];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (kurtosisAt(middle) < kurtosis) low = middle;
    else high = middle;
  }
  return Math.round(low * 1000) / 1000;
}

/** With hardly any noise, a point's distance from the middle tells its circle, and with it its class. */
export const labels: Probe<DataOptions> = {
  call: (options) => `the labels of ${dataText(options)}`,
  run(notebook, options) {
    const { x, y } = generate(notebook, options);
    const scale = Math.sqrt((4 + 16 + 9 + 25) / 8); // Standard deviation of a feature on the four circles.
    const distanceOf = (point: number[]) => Math.hypot(point[0]! * scale, point[1]! * scale);
    const circleOf = (point: number[]) => Math.round(Math.min(5, Math.max(2, distanceOf(point))));
    const offCircle = x.map((point) => (distanceOf(point) - circleOf(point)) ** 2);
    return {
      'number of zeros': y.filter((label) => label === 0).length,
      'number of ones': y.filter((label) => label === 1).length,
      'share that fits the circle of its point': mean(
        x.map((point, i) => (circleOf(point) % 2 === y[i] ? 1 : 0)),
      ),
      'spread of the points around their circles, in noise levels':
        Math.sqrt(mean(offCircle)) / options.noiseLevel,
    };
  },
};

export interface Steps {
  names: string[];
  learningRate: number;
  /** Of each step. */
  gradients: number[];
}

type GetOptimizer = (name: string, learningRate: number) => unknown;

const isOptimizer = (value: unknown): value is tf.Optimizer =>
  typeof (value as tf.Optimizer | undefined)?.applyGradients === 'function';

/** How far each step moves a variable. */
function movesOf(optimizer: tf.Optimizer, gradients: number[]): number[] {
  const variable = tf.variable(tf.scalar(0));
  const moves = gradients.map((gradient) => {
    const [before] = variable.dataSync();
    optimizer.applyGradients([{ name: variable.name, tensor: tf.scalar(gradient) }]);
    return variable.dataSync()[0]! - before!;
  });
  variable.dispose();
  return moves;
}

/** The steps of the optimizers with these names. */
export const steps: Probe<Steps> = {
  call: ({ names, learningRate, gradients }) =>
    `the steps with gradients ${gradients.join(', ')} of getOptimizer(name, ${learningRate}) for ${names.join(', ')}`,
  run(notebook, { names, learningRate, gradients }) {
    const getOptimizer = notebook.value('getOptimizer') as GetOptimizer;
    return Object.fromEntries(
      names.map((name) => {
        const optimizer = getOptimizer(name, learningRate);
        return [name, isOptimizer(optimizer) ? movesOf(optimizer, gradients) : 'no optimizer'];
      }),
    );
  },
};

const isMoving = (moves: number[]) => moves.some((move) => move !== 0);

export interface Spellings {
  /** Spelling → name. */
  spellings: Record<string, string>;
  learningRate: number;
  gradients: number[];
}

/** Whether a spelling gives the optimizer that its name gives. */
export const spellings: Probe<Spellings> = {
  call: ({ spellings: named, learningRate }) =>
    `getOptimizer(name, ${learningRate}) for the names ${Object.keys(named).join(', ')}`,
  run(notebook, { spellings: named, learningRate, gradients }) {
    const getOptimizer = notebook.value('getOptimizer') as GetOptimizer;
    const movesFor = (name: string): number[] | string => {
      try {
        const optimizer = getOptimizer(name, learningRate);
        if (!isOptimizer(optimizer)) return 'no optimizer';
        const moves = movesOf(optimizer, gradients);
        return isMoving(moves) ? moves : 'an optimizer that moves nothing';
      } catch (error) {
        if ((error as Error | undefined)?.name === 'NotFilledError') throw error;
        return 'an error';
      }
    };
    return Object.fromEntries(
      Object.entries(named).map(([spelling, name]) => {
        const [moves, expected] = [movesFor(spelling), movesFor(name)];
        if (typeof moves === 'string') return [spelling, moves];
        return [spelling, String(moves) === String(expected) ? `as ${name}` : `other steps than ${name}`];
      }),
    );
  },
};

export interface Calls {
  names: string[];
  /** Of each name. */
  calls: number;
  gradients: number[];
}

/** How many calls give an optimizer of their own, which knows nothing of the steps of the others. */
export const newOptimizers: Probe<Calls> = {
  call: ({ names, calls }) => `${calls} calls of getOptimizer for each of ${names.join(', ')}`,
  run(notebook, { names, calls, gradients }) {
    const getOptimizer = notebook.value('getOptimizer') as GetOptimizer;
    return Object.fromEntries(
      names.map((name) => {
        const made = Array.from({ length: calls }, () => getOptimizer(name, 0.5));
        if (!made.every(isOptimizer)) return [name, 'no optimizer'];
        const moves = made.map((optimizer) => movesOf(optimizer, gradients));
        if (!isMoving(moves[0]!)) return [name, 'optimizers that move nothing'];
        const fresh = made.filter((_, i) => String(moves[i]) === String(moves[0]));
        return [name, `new optimizers: ${new Set(fresh).size}`];
      }),
    );
  },
};

export interface OtherNames {
  /** None of the three. */
  names: string[];
  /** The three. */
  optimizers: string[];
}

/** What a call with a name that is none of the three comes to, and how many of the three work: where none does, errors say
 * nothing. */
export const otherNames: Probe<OtherNames> = {
  call: ({ names, optimizers: known }) =>
    `getOptimizer for the names ${[...names, ...known].map((name) => `'${name}'`).join(', ')}`,
  run(notebook, { names, optimizers: known }) {
    const getOptimizer = notebook.value('getOptimizer') as GetOptimizer;
    const outcomeOf = (name: string) => {
      try {
        const result = getOptimizer(name, 0.1);
        if (!isOptimizer(result)) return 'no error';
        return isMoving(movesOf(result, [1])) ? 'an optimizer' : 'an optimizer that moves nothing';
      } catch (error) {
        if ((error as Error | undefined)?.name === 'NotFilledError') throw error;
        return 'an error';
      }
    };
    return {
      'number of right names that work': known.filter((name) => outcomeOf(name) === 'an optimizer').length,
      'other names': Object.fromEntries(names.map((name) => [name, outcomeOf(name)])),
    };
  },
};

export interface Sweep {
  noiseLevels: number[];
  learningRates: number[];
  /** Makes the accuracies of the stand-in for training smaller. */
  shift: number;
}

interface Row {
  noiseLevel: number;
  optimizer: string;
  learningRate: number;
  testAccuracy: number;
}

const optimizers = ['SGD', 'Adam', 'RMSprop'];

type Compare = (noiseLevels?: number[], learningRates?: number[]) => Promise<unknown>;

/** Rows of a table, or of an array in its place. */
function rowsOf(results: unknown): Record<string, unknown>[] {
  const { objects } = results as { objects?: () => Record<string, unknown>[] };
  return typeof objects === 'function'
    ? objects.call(results)
    : Array.from(results as Record<string, unknown>[]);
}

/** What can be sent: a promise or a tensor only by its kind. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('then' in value) return 'a promise';
  return value instanceof tf.Tensor ? 'a tensor' : 'an object';
}

const rank = (value: unknown, among: readonly unknown[]) =>
  among.includes(value) ? among.indexOf(value) : among.length;

/** In the order of the lists, so that any order of rows is right. */
function sorted(
  rows: Record<string, unknown>[],
  { noiseLevels, learningRates }: Pick<Sweep, 'noiseLevels' | 'learningRates'>,
) {
  const place = ({ noiseLevel, optimizer, learningRate }: Record<string, unknown>) =>
    (rank(noiseLevel, noiseLevels) * 100 + rank(optimizer, optimizers)) * 100 +
    rank(learningRate, learningRates);
  return rows
    .map(({ noiseLevel, optimizer, learningRate, testAccuracy }) => ({
      noiseLevel: plain(noiseLevel),
      optimizer: plain(optimizer),
      learningRate: plain(learningRate),
      testAccuracy: plain(testAccuracy),
    }))
    .sort((a, b) => place(a) - place(b));
}

/** Data that tells its noise level, in place of the circles: few rows, however many are asked for. Each call has points of its own, and each
 * point its label.
 * @returns How many each call has asked for. */
function standInForData(notebook: ProbedNotebook, nRows: number): number[] {
  const asked: number[] = [];
  notebook.standIn('generateNoisyData', ({ nSamples = SAMPLES, noiseLevel = 0.1 } = {}) => {
    const first = nRows * asked.push(nSamples);
    const points = Array.from({ length: nRows }, (_, i) => first + i);
    return { x: points.map((point) => [noiseLevel, point]), y: points.map(labelOf) };
  });
  return asked;
}

/** In no order that a sorted, a reversed or another call's list of labels would have. */
const labelOf = (point: number) => (Math.imul(point, 0x9e3779b1) >>> 13) & 1;

/** By default, of generateNoisyData and of trainAndEvaluate. */
const [SAMPLES, EPOCHS, BATCH] = [1000, 100, 32];

/** A value in each epoch: the same one, but for the last. */
const inEachEpoch = (value: number, last: number) => [
  ...Array.from({ length: EPOCHS - 1 }, () => value),
  last,
];

/** A known accuracy in place of each training: it depends on the data, the optimizer and the rate, on nothing else. */
function standInForTraining(notebook: ProbedNotebook, shift: number) {
  const trainings: {
    dataLevel: unknown;
    noiseLevel: unknown;
    hasOwnLabels: boolean;
    epochs: number;
    batchSize: number;
  }[] = [];
  notebook.standIn(
    'trainAndEvaluate',
    async (
      x: number[][],
      y: number[],
      name: string,
      learningRate: number,
      noiseLevel: number,
      { epochs = EPOCHS, batchSize = BATCH } = {},
    ) => {
      const dataLevel = x[0]![0]!;
      const hasOwnLabels = y.length === x.length && x.every(([, point], i) => y[i] === labelOf(point!));
      trainings.push({ dataLevel, noiseLevel, hasOwnLabels, epochs, batchSize });
      const optimizer = optimizers.findIndex((one) => one.toLowerCase() === String(name).toLowerCase());
      await new Promise((resolve) => setTimeout(resolve, 1));
      const testAccuracy = 1 / (1 + shift + dataLevel + 10 * optimizer + 100 * learningRate);
      const history = {
        loss: inEachEpoch(2, 1.5),
        acc: inEachEpoch(0.25, 0.5),
        val_loss: inEachEpoch(3, 2.5),
        val_acc: inEachEpoch(0.125, testAccuracy),
      };
      return { history, testAccuracy };
    },
  );
  return trainings;
}

const list = (values: number[]) => `[${values.join(', ')}]`;

const sweepText = ({ noiseLevels, learningRates }: Sweep) =>
  `compareOptimizers(${list(noiseLevels)}, ${list(learningRates)})`;

/** The rows of a sweep whose trainings are stood in for. */
export const sweepRows: Probe<Sweep> = {
  call: (input) => `the rows of ${sweepText(input)}`,
  async run(notebook, input) {
    standInForData(notebook, 8);
    const { noiseLevels, learningRates, shift } = input;
    standInForTraining(notebook, shift);
    const compare = notebook.value('compareOptimizers') as Compare;
    return sorted(rowsOf(await compare([...noiseLevels], [...learningRates])), input);
  },
};

/** The rows of a sweep with the levels and rates that the function has by default: the same, whatever was swept before. */
export const defaultRows: Probe<Sweep> = {
  call: 'the rows of compareOptimizers(), after compareOptimizers([0.4], [0.03]),',
  async run(notebook, defaults) {
    standInForData(notebook, 8);
    standInForTraining(notebook, defaults.shift);
    const compare = notebook.value('compareOptimizers') as Compare;
    await compare([0.4], [0.03]);
    return sorted(rowsOf(await compare()), defaults);
  },
};

/** Which data each training of a sweep gets. */
export const sweepData: Probe<Sweep> = {
  call: (input) => `the calls of trainAndEvaluate in ${sweepText(input)}`,
  async run(notebook, { noiseLevels, learningRates, shift }) {
    const samples = standInForData(notebook, 8);
    const trainings = standInForTraining(notebook, shift);
    await (notebook.value('compareOptimizers') as Compare)([...noiseLevels], [...learningRates]);
    return {
      length: trainings.length,
      'number with data of another noise level': trainings.filter(
        ({ dataLevel, noiseLevel }) => dataLevel !== noiseLevel,
      ).length,
      'number with labels of other points': trainings.filter(({ hasOwnLabels }) => !hasOwnLabels).length,
      'numbers of samples, of epochs and of rows in a batch, where they are not those of the defaults': [
        ...samples.filter((one) => one !== SAMPLES),
        ...trainings.map(({ epochs }) => epochs).filter((one) => one !== EPOCHS),
        ...trainings.map(({ batchSize }) => batchSize).filter((one) => one !== BATCH),
      ].slice(0, 3),
    };
  },
};

export interface Results {
  noiseLevels: number[];
  learningRates: number[];
  /** Place of the row in the table → [noise, optimizer, rate, accuracy], by index in the lists. */
  rows: [number, number, number, number][];
}

interface HeatmapTrace {
  type?: string;
  name?: string;
  x?: unknown[];
  y?: unknown[];
  z?: unknown[][];
  text?: unknown;
  texttemplate?: string;
  coloraxis?: string;
  zmin?: number;
  zmax?: number;
  xaxis?: string;
  yaxis?: string;
}

/** An axis of places or of colours. */
interface Axis {
  type?: string;
  title?: string | { text?: string };
  cmin?: number;
  cmax?: number;
}

interface ShownFigure {
  data: HeatmapTrace[];
  layout: Record<string, Axis | undefined>;
}

/** The figure that plotResults shows for a table. */
async function shownFigure(notebook: ProbedNotebook, { noiseLevels, learningRates, rows }: Results) {
  const results = table(
    rows.map(([noise, optimizer, rate, testAccuracy]): Row => ({
      noiseLevel: noiseLevels[noise]!,
      optimizer: optimizers[optimizer]!,
      learningRate: learningRates[rate]!,
      testAccuracy,
    })),
  );
  await (notebook.value('plotResults') as (results: unknown) => unknown)(results);
  const figures = notebook.displayed
    .map((bundle) => bundle['application/vnd.plotly.v1+json'] as ShownFigure | undefined)
    .filter((figure) => figure !== undefined);
  const traces = figures.flatMap(({ data, layout }, figure) =>
    data.filter(({ type }) => type === 'heatmap').map((trace) => ({ trace, layout, figure })),
  );
  return traces;
}

const resultsText = ({ noiseLevels, learningRates }: Results) =>
  `plotResults for the noise levels ${noiseLevels.join(', ')} and the rates ${learningRates.join(', ')}`;

/** What stands in the cells of each map, by the labels of its row and column. */
export const heatmapCells: Probe<Results> = {
  call: (input) => `the heat maps of ${resultsText(input)}`,
  async run(notebook, input) {
    const maps = (await shownFigure(notebook, input)).map(({ trace: { x = [], y = [], z = [] } }) => {
      const cells = z.flatMap((row, i) =>
        Array.from(
          row,
          (value, j) => [label(y[i]), label(x[j]), value === null ? null : Number(value)] as const,
        ),
      );
      const at = (noise: number, rate: number) =>
        cells
          .filter(([rowLabel, columnLabel]) => rowLabel === noise && columnLabel === rate)
          .map(([, , value]) => value);
      return {
        cells: cells.length,
        accuracy: input.noiseLevels.map((noise) =>
          input.learningRates.map((rate) => {
            const found = at(noise, rate);
            return found.length === 1
              ? found[0]
              : `${found.length || 'no'} cells with row label ${noise} and column label ${rate}`;
          }),
        ),
      };
    });
    return {
      length: maps.length,
      ...Object.fromEntries(maps.map((map, i) => [optimizers[i] ?? `map ${i}`, map])),
    };
  },
};

/** A label is a number, or a text that begins or ends with one: 'rate 0.01'. */
function label(value: unknown): number {
  if (typeof value === 'number') return value;
  const [number] = /\d*\.?\d+(e[-+]?\d+)?/i.exec(String(value)) ?? []; // Never negative: 'noise-0.1' is 0.1.
  return Number(number);
}

/** How the maps are drawn. */
export const heatmapStyle: Probe<Results> = {
  call: (input) => `the figure of ${resultsText(input)}`,
  async run(notebook, input) {
    const traces = await shownFigure(notebook, input);
    if (traces.length === 0) return { 'number of heat maps': 0 };
    const [xAxes, yAxes] = [
      traces.map(({ trace, layout }) => layout[axisName('xaxis', trace.xaxis)]),
      traces.map(({ trace, layout }) => layout[axisName('yaxis', trace.yaxis)]),
    ];
    const axes = traces.flatMap(({ trace }, i) => [axisType(trace.x, xAxes[i]), axisType(trace.y, yAxes[i])]);
    const limits = traces.map(({ trace, layout }) => colourLimits(trace, layout));
    const scales = traces.map(
      ({ trace: { coloraxis }, figure }, i) =>
        limits[i]?.join(' to ') ?? (coloraxis && `${coloraxis} of figure ${figure}`),
    );
    const numbers = traces.map(({ trace: { z = [] } }) => numbersIn(z));
    return {
      'number of heat maps': traces.length,
      'smallest number of cells in a map': Math.min(...numbers.map(({ length }) => length)),
      'mean of the cells': asShare(mean(numbers.flat())),
      'optimizers that are named at another map, or not where others are': misnamed(traces),
      'type of the axes': axes.every((type) => type === 'category')
        ? 'category'
        : axes.find((type) => type !== 'category'),
      'axes with the title of the other': [
        ...(xAxes.some((axis) => NOISE.test(titleOf(axis)) && !RATE.test(titleOf(axis))) ? ['x'] : []),
        ...(yAxes.some((axis) => RATE.test(titleOf(axis)) && !NOISE.test(titleOf(axis))) ? ['y'] : []),
      ],
      'numbers in the cells': traces.every(({ trace }) => showsNumbers(trace)),
      'one colour scale': scales[0] !== undefined && scales.every((scale) => scale === scales[0]),
      'smallest share of the colours that a map uses': Math.min(
        ...limits.map((some, i) => (some ? shareOf(numbers[i]!, some) : 1)),
      ),
    };
  },
};

/** Numbers beyond a limit have its colour. */
function shareOf(numbers: number[], [low, high]: [number, number]): number {
  const within = numbers.map((value) => Math.min(Math.max(value, low), high));
  return (Math.max(...within) - Math.min(...within)) / (high - low);
}

/** By a template that has the cell's value, in two digits at least, or its text, which has that. */
function showsNumbers({ texttemplate = '', text, z = [] }: HeatmapTrace): boolean {
  const [hasValue, format] = /%\{z(?::([^}]*))?\}/.exec(texttemplate) ?? [];
  const values = numbersIn(z);
  if (hasValue) return mean(values) > 1 || !/^[^.]*d$|\.[01]?[a-z]?$/.test(format ?? '');
  if (!/%\{text\b/.test(texttemplate) || !Array.isArray(text)) return false;
  const texts = text.flat().map(String);
  return texts.length === values.length && values.every((value, i) => tells(texts[i]!, value));
}

/** A number in a text is the value, or it in percent. */
const tells = (text: string, value: number) =>
  (text.match(/\d*\.?\d+(e[-+]?\d+)?/gi) ?? []).some(
    (number) => Math.abs(Number(number) - value) < 0.006 || Math.abs(Number(number) - 100 * value) < 0.6,
  );

/** What stands in the cells, texts of numbers as well. */
const numbersIn = (z: unknown[][]) =>
  z
    .flatMap((row) => Array.from(row))
    .filter((value) => value !== null && value !== undefined)
    .map(Number)
    .filter(Number.isFinite);

/** Accuracies may be in percent. */
const asShare = (value: number) => (value > 1 ? value / 100 : value);

/** Titles may be left out; but where some name an optimizer, each must be named, above its own map. */
function misnamed(traces: Awaited<ReturnType<typeof shownFigure>>): string[] {
  const texts = JSON.stringify(traces.map(({ trace, layout }) => [trace.name, layout])).toLowerCase();
  const named = (text: string) =>
    optimizers.filter((name) => text.toLowerCase().includes(name.toLowerCase()));
  const missing = optimizers.filter((name) => !named(texts).includes(name));
  if (missing.length > 0) return missing.length === optimizers.length ? [] : missing;
  const titles = titlesOf(traces)
    .map(named)
    .filter(({ length }) => length === 1)
    .flat();
  return titles.length === optimizers.length ? optimizers.filter((name, i) => titles[i] !== name) : [];
}

/** From left to right. */
function titlesOf(traces: Awaited<ReturnType<typeof shownFigure>>): string[] {
  const [{ layout }] = traces as [(typeof traces)[number]];
  const annotations = (layout['annotations'] ?? []) as { text?: unknown; x?: unknown }[];
  return annotations.sort((a, b) => Number(a.x) - Number(b.x)).map(({ text }) => String(text));
}

/** 'x2' of a trace is `xaxis2` of the layout. */
const axisName = (name: string, of = '') => `${name}${of.slice(1)}`;

const titleOf = ({ title = '' }: Axis = {}) => (typeof title === 'string' ? title : (title.text ?? ''));

const NOISE = /noise/i;
const RATE = /rate|\blr\b/i;

/** Labels that are texts without being numbers make a category axis by themselves. */
function axisType(labels: unknown[] | undefined, axis: Axis | undefined): string {
  if (axis?.type !== undefined && axis.type !== '-') return axis.type;
  const areWords = labels?.every((value) => typeof value === 'string' && Number.isNaN(Number(value)));
  return areWords ? 'category' : 'numbers';
}

/** Between which numbers the colours reach; undefined where the map's own numbers decide. */
function colourLimits(
  { coloraxis, zmin, zmax }: HeatmapTrace,
  layout: ShownFigure['layout'],
): [number, number] | undefined {
  const { cmin, cmax } = coloraxis === undefined ? { cmin: zmin, cmax: zmax } : (layout[coloraxis] ?? {});
  return typeof cmin === 'number' && typeof cmax === 'number' && cmin < cmax ? [cmin, cmax] : undefined;
}
