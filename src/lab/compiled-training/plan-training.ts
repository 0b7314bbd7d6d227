import tf = require('@tensorflow/tfjs');
import { lossName } from '../training/loss-name.js';
import { LOSSES, type Loss } from './losses.js';
import { metricNamed, type Metric } from './metrics.js';
import { optimizerMaker, type OptimizerMaker } from './optimizer-step.js';
import { bytesOfRow } from './network/network.js';
import { planLayers, type PlannedLayers } from './plan-layers.js';

/** What a compiled training needs to know of a model. */
export interface TrainingPlan extends PlannedLayers {
  /** Of the output. */
  columns: number;
  loss: Loss;
  metrics: Metric[];
  optimizer: OptimizerMaker;
}

/** TensorFlow.js may take what it wants; a network's memory is made in one piece. */
const MOST_MIB = 512;

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
  if (x.dtype !== 'float32') return `x is a tensor of type ${x.dtype}`;
  const [output] = model.outputs;
  if (output!.rank !== 2) return `its output has ${output!.rank} dimensions`;
  const columns = output!.shape[1]!;

  const layers = planLayers(model);
  if (typeof layers === 'string') return layers;
  const rows = Math.min(batchSize, x.shape[0]!);
  const bytes = rows * layers.settings.reduce((sum, layer) => sum + bytesOfRow(layer), 0);
  if (bytes > MOST_MIB * 2 ** 20) return `a batch of ${rows} takes ${Math.round(bytes / 2 ** 20)} MiB`;

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

  const optimizer = optimizerMaker(model.optimizer);
  if (!optimizer)
    return `its optimizer is another, is centered or is watched: ${model.optimizer.getClassName()}`;
  return { ...layers, columns, loss, metrics, optimizer };
}

/** What `compile` was given as metrics, as a list. */
function metricNames({ metrics }: { metrics?: unknown }): unknown[] {
  if (metrics === undefined || metrics === null) return [];
  if (Array.isArray(metrics)) return metrics.flat();
  return typeof metrics === 'object' ? Object.values(metrics).flat() : [metrics];
}
