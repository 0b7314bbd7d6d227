import tf = require('@tensorflow/tfjs');
import { lossName } from '../training/loss-name.js';
import { ACTIVATIONS } from './activations.js';
import type { LayerVariable } from './borrowed-weights.js';
import type { DenseLayer } from './dense-network.js';
import { LOSSES, type Loss } from './losses.js';
import { metricNamed, type Metric } from './metrics.js';
import { optimizerStep, type OptimizerStep } from './optimizer-step.js';

/** What a compiled training needs to know of a model. */
export interface TrainingPlan {
  layers: PlannedLayer[];
  loss: Loss;
  metrics: Metric[];
  optimizer: OptimizerStep;
}

/** A layer whose weights are still the model's own. */
export interface PlannedLayer extends Omit<DenseLayer, 'kernel' | 'bias'> {
  kernel: LayerVariable;
  bias: LayerVariable | undefined;
}

/** The weights of the layers, in the order in which a model and its optimizer have them. */
export const variablesOf = (layers: readonly PlannedLayer[]): LayerVariable[] =>
  layers.flatMap(({ kernel, bias }) => (bias ? [kernel, bias] : [kernel]));

/** A layer as TensorFlow.js keeps it, as far as a plan depends on it. */
interface BuiltLayer {
  name: string;
  trainable: boolean;
  kernel: LayerVariable & { constraint: unknown };
  bias: (LayerVariable & { constraint: unknown }) | null;
  activation: { getClassName(): string };
  _callHook: unknown;
  _losses: unknown[];
}

/** Above this many multiply-adds for a batch's way forward, wasm's matrix products win over loops in JavaScript. */
const MOST_MULTIPLY_ADDS = 500_000;

const dense = tf.layers.dense({ units: 1 }).constructor;
const inputLayer = tf.layers.inputLayer({ inputShape: [1] }).constructor;

/** Reads a compiled model.
 * @param data Inputs, targets and, where there are some, the weights of samples.
 * @returns The plan, or why the model cannot be trained by it: the end of "TensorFlow.js trains it: …". */
export function planTraining(
  model: tf.LayersModel,
  data: readonly (tf.Tensor | null)[],
  batchSize: number,
): TrainingPlan | string {
  if (model.inputs.length !== 1 || model.outputs.length !== 1)
    return `it has ${model.inputs.length} inputs and ${model.outputs.length} outputs`;
  const [x, y, weights] = data as [tf.Tensor, tf.Tensor, (tf.Tensor | null)?];
  if (weights) return 'samples or classes have weights';
  if (x.dtype !== 'float32' || x.rank !== 2)
    return `x is a tensor of type ${x.dtype} and shape [${x.shape.join(', ')}]`;

  const layers = planLayers(model);
  if (typeof layers === 'string') return layers;
  const columns = layers.at(-1)!.units;
  const multiplyAdds = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0) * batchSize;
  if (multiplyAdds > MOST_MULTIPLY_ADDS) return 'its layers are large, so that little is lost between them';

  const nameOfLoss = lossName(model);
  const loss = nameOfLoss === undefined ? undefined : LOSSES.get(nameOfLoss);
  if (nameOfLoss === undefined || !loss) return `its loss is ${nameOfLoss ?? 'a function'}`;
  const targets = nameOfLoss === 'sparseCategoricalCrossentropy' ? 1 : columns;
  if (y.size !== y.shape[0]! * targets) return `y has shape [${y.shape.join(', ')}]`;
  const metrics: Metric[] = [];
  for (const name of metricNames(model)) {
    const metric = typeof name === 'string' ? metricNamed(name, nameOfLoss, columns) : undefined;
    if (!metric) return `its metric is ${typeof name === 'string' ? name : 'a function'}`;
    metrics.push(metric);
  }

  const sizes = variablesOf(layers).map(({ shape }) => tf.util.sizeFromShape(shape));
  const optimizer = optimizerStep(model.optimizer, sizes);
  if (!optimizer)
    return `its optimizer is another, is centered or is watched: ${model.optimizer.getClassName()}`;
  return { layers, loss, metrics, optimizer };
}

function planLayers(model: tf.LayersModel): PlannedLayer[] | string {
  const found: PlannedLayer[] = [];
  for (const layer of model.layers) {
    if (layer.constructor === inputLayer) continue;
    if (layer.constructor !== dense) return `it has a layer of class ${layer.getClassName()}`;
    const built = layer as unknown as BuiltLayer;
    const { name, kernel, bias } = built;
    const activation = ACTIVATIONS.get(built.activation.getClassName());
    if (!activation) return `layer ${name} has the activation ${built.activation.getClassName()}`;
    if (!built.trainable) return `layer ${name} is frozen`;
    if (built._losses.length) return `layer ${name} has a regularizer`;
    if (kernel.constraint || bias?.constraint) return `layer ${name} has a constraint`;
    if (built._callHook || Object.hasOwn(layer, 'call')) return `layer ${name} is watched`;
    const [inputs, units] = kernel.shape as [number, number];
    found.push({ inputs, units, activation, kernel, bias: bias ?? undefined });
  }
  return found.length ? found : 'it has no layer';
}

/** What `compile` was given as metrics, as a list. */
function metricNames({ metrics }: { metrics?: unknown }): unknown[] {
  if (metrics === undefined || metrics === null) return [];
  if (Array.isArray(metrics)) return metrics.flat();
  return typeof metrics === 'object' ? Object.values(metrics).flat() : [metrics];
}
