import tf = require('@tensorflow/tfjs');
import { convolutionInfo } from '../wasm-kernels/convolution-info.js';
import { ACTIVATIONS, type Activation } from './activations.js';
import type { LayerVariable } from './borrowed-weights.js';
import type { LayerSettings } from './network/network.js';

/** The layers of a model, and its weights in their order. */
export interface PlannedLayers {
  settings: LayerSettings[];
  variables: LayerVariable[];
}

/** A layer as TensorFlow.js keeps it, as far as a plan depends on it. */
interface BuiltLayer {
  name: string;
  trainable: boolean;
  inboundNodes: { inputTensors: tf.SymbolicTensor[]; outputTensors: tf.SymbolicTensor[] }[];
  _callHook: unknown;
  _losses: unknown[];
}

/** A layer with weights. */
interface WeightedLayer extends BuiltLayer {
  kernel: LayerVariable & { constraint: unknown };
  bias: (LayerVariable & { constraint: unknown }) | null;
  activation: { getClassName(): string };
}

/** A layer that goes over images. */
interface ImageLayer extends BuiltLayer {
  strides: [number, number];
  padding: 'valid' | 'same' | 'causal';
  dataFormat: 'channelsFirst' | 'channelsLast' | undefined;
}

interface ConvolutionLayer extends ImageLayer, WeightedLayer {
  kernelSize: [number, number];
  dilationRate: number | [number, number] | undefined;
}

interface PoolingLayer extends ImageLayer {
  poolSize: [number, number];
}

const classOf = (layer: tf.layers.Layer) => layer.constructor;

const inputLayer = classOf(tf.layers.inputLayer({ inputShape: [1] }));
const flatten = classOf(tf.layers.flatten());
const dense = classOf(tf.layers.dense({ units: 1 }));
const conv2d = classOf(tf.layers.conv2d({ filters: 1, kernelSize: 1 }));
const maxPooling2d = classOf(tf.layers.maxPooling2d({}));

/** Reads the layers of a model with one input.
 * @returns Them, or why the model cannot be trained compiled. */
export function planLayers(model: tf.LayersModel): PlannedLayers | string {
  const plan: PlannedLayers = { settings: [], variables: [] };
  let [output] = model.inputs;
  for (const layer of model.layers) {
    if (classOf(layer) === inputLayer) continue;
    const built = layer as unknown as BuiltLayer;
    const [node, ...otherUses] = built.inboundNodes;
    if (otherUses.length || node?.inputTensors[0] !== output) return `layer ${layer.name} is not in one line`;
    if (built._callHook || Object.hasOwn(layer, 'call')) return `layer ${layer.name} is watched`;
    const problem = addLayer(layer, output!.shape.slice(1) as number[], plan);
    if (problem !== undefined) return problem;
    output = node!.outputTensors[0];
  }
  return plan.variables.length ? plan : 'it has no layer with weights';
}

/** @param shape Of a sample of the layer's input.
 * @returns Why the layer cannot be. */
function addLayer(layer: tf.layers.Layer, shape: number[], plan: PlannedLayers): string | undefined {
  switch (classOf(layer)) {
    case flatten:
      return channelsFirstProblem(layer as unknown as ImageLayer);
    case dense:
      return addWeighted(layer as unknown as WeightedLayer, denseWindows(shape), plan);
    case conv2d:
      return addConvolution(layer as unknown as ConvolutionLayer, shape as ImageShape, plan);
    case maxPooling2d:
      return addPooling(layer as unknown as PoolingLayer, shape as ImageShape, plan);
    default:
      return `it has a layer of class ${layer.getClassName()}`;
  }
}

type ProductSettings = Extract<LayerSettings, { kind: 'product' }>;

/** Applies to the last dimension. */
function denseWindows(shape: number[]): ProductSettings['windows'] {
  const length = 4 * shape.at(-1)!;
  const count = tf.util.sizeFromShape(shape.slice(0, -1));
  return {
    places: Array.from({ length: count }, (_, at) => at * length),
    segments: 1,
    length,
    stride: length,
  };
}

function addWeighted(
  { name, trainable, kernel, bias, activation, _losses }: WeightedLayer,
  windows: ProductSettings['windows'],
  { settings, variables }: PlannedLayers,
): string | undefined {
  const known: Activation | undefined = ACTIVATIONS.get(activation.getClassName());
  if (!known) return `layer ${name} has the activation ${activation.getClassName()}`;
  if (!trainable) return `layer ${name} is frozen`;
  if (_losses.length) return `layer ${name} has a regularizer`;
  if (kernel.constraint || bias?.constraint) return `layer ${name} has a constraint`;
  settings.push({
    kind: 'product',
    windows,
    columns: kernel.shape.at(-1)!,
    activation: known,
    hasBias: bias !== null,
  });
  variables.push(...(bias ? [kernel, bias] : [kernel]));
  return undefined;
}

type ImageShape = [height: number, width: number, channels: number];

function addConvolution(layer: ConvolutionLayer, shape: ImageShape, plan: PlannedLayers): string | undefined {
  const { name, kernelSize, strides, padding, dilationRate } = layer;
  const problem = channelsFirstProblem(layer);
  if (problem !== undefined) return problem;
  if ([dilationRate ?? 1].flat().some((rate) => rate !== 1)) return `layer ${name} is dilated`;
  const [height, width, channels] = shape;
  const { padInfo } = convolutionInfo([1, ...shape], [...kernelSize, channels, 1], {
    strides,
    pad: padding === 'same' ? 'same' : 'valid',
    dataFormat: 'NHWC',
  });
  const { top, bottom, left, right } = padInfo;
  if (top || bottom || left || right)
    plan.settings.push({ kind: 'padding', height, width, channels, top, bottom, left, right });
  const padded: ImageShape = [top + height + bottom, left + width + right, channels];
  const [windowHeight, windowWidth] = kernelSize;
  const windows = {
    places: windowPlaces(padded, kernelSize, strides),
    segments: windowHeight,
    length: 4 * windowWidth * channels,
    stride: 4 * padded[1] * channels,
  };
  return addWeighted(layer, windows, plan);
}

function addPooling(layer: PoolingLayer, shape: ImageShape, plan: PlannedLayers): string | undefined {
  const { name, poolSize, strides, padding } = layer;
  const problem = channelsFirstProblem(layer);
  if (problem !== undefined) return problem;
  const [, width, channels] = shape;
  const [height, across] = poolSize;
  const { padInfo } = tf.backend_util.computePool2DInfo(
    [1, ...shape],
    poolSize,
    strides,
    1,
    padding as 'same',
  );
  const { top, bottom, left, right } = padInfo;
  if (top || bottom || left || right) return `layer ${name} pools with padding`;
  plan.settings.push({
    kind: 'maxPool',
    places: windowPlaces(shape, poolSize, strides),
    pixels: Array.from(
      { length: height * across },
      (_, at) => 4 * channels * (Math.floor(at / across) * width + (at % across)),
    ),
    channels,
  });
  return undefined;
}

const channelsFirstProblem = ({ name, dataFormat }: ImageLayer): string | undefined =>
  dataFormat === 'channelsFirst' ? `layer ${name} has its channels first` : undefined;

/** Where each window that fits into an image begins, row by row, in bytes. */
function windowPlaces(
  [height, width, channels]: ImageShape,
  [windowHeight, windowWidth]: [number, number],
  [down, across]: [number, number],
): number[] {
  const places: number[] = [];
  for (let top = 0; top + windowHeight <= height; top += down)
    for (let left = 0; left + windowWidth <= width; left += across)
      places.push(4 * channels * (top * width + left));
  return places;
}
