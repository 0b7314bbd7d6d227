import tf = require('@tensorflow/tfjs');
import { isRouted } from '../fit-callbacks.js';
import { fitCompiled, type FitCallback } from './fit-loop.js';
import { planTraining } from './plan-training.js';

export interface CompiledTrainingOptions {
  /** Where the line goes that says why a model is trained by TensorFlow.js after all; `console.log` by default. */
  log?: (line: string) => void;
}

/** Lets `fit` train networks in one compiled loop, with WebAssembly that fuses what TensorFlow.js does one operation after
 * another: small networks some fifteen times as fast, those for images two to four times.
 *
 * Numbers stay the same but for rounding (1e-5 after 50 batches), as do the order of the samples, callbacks, the history,
 * validation and the optimizer's memory. It takes layers in one line, `dense`, `conv2d`, `maxPooling2d` and `flatten`, with the
 * activations linear, relu, sigmoid, softmax and tanh, the losses meanSquaredError, meanAbsoluteError and the crossentropies, accuracies as metrics, and the
 * optimizers SGD, Momentum, Adam and RMSprop. Any other model is trained by TensorFlow.js as before, and a line says why,
 * once for each reason.
 *
 * The environment variable `GRADLAB_COMPILED_TRAINING=off` turns it off, whatever the notebook asks for.
 * @param isOn False to leave all training to TensorFlow.js again.
 * @example Usage
 * ```ts
 * useCompiledTraining();
 * await model.fit(x, y, { epochs: 100 });
 * ``` */
export function useCompiledTraining(isOn = true, { log = console.log }: CompiledTrainingOptions = {}): void {
  settings.log = isOn && process.env['GRADLAB_COMPILED_TRAINING'] !== 'off' ? log : undefined;
  settings.told.clear();
  install();
}

interface Settings {
  /** Nothing while it is off. */
  log: ((line: string) => void) | undefined;
  /** Reasons that have been told. */
  told: Set<string>;
}

const settings: Settings = { log: undefined, told: new Set() };

/** The loop within `fit`, which gets checked data; private there. */
interface WithFitLoop {
  fitLoop?(this: tf.LayersModel, ...args: FitLoopArguments): Promise<tf.History>;
}

type FitLoopArguments = [
  trainFunction: unknown,
  data: (tf.Tensor | null)[],
  labels: string[],
  batchSize: number | undefined,
  epochs: number | undefined,
  verbose: number | undefined,
  callbacks: FitCallback[] | null | undefined,
  testFunction: unknown,
  /** None, or inputs and targets. */
  validation: tf.Tensor[] | null | undefined,
  shuffle: boolean | 'batch' | undefined,
  metricNames: string[],
  initialEpoch: number | undefined,
  stepsPerEpoch: number | null | undefined,
  validationSteps: number | null | undefined,
];

let isInstalled = false;

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const prototype = tf.LayersModel.prototype as unknown as WithFitLoop;
  const stock = prototype.fitLoop;
  if (!stock) return; // Another version of TensorFlow.js: everything is as before.
  prototype.fitLoop = async function (...args) {
    if (!settings.log) return stock.apply(this, args);
    const [, data, labels, batchSize = 32, epochs = 1, verbose = 1, given, , validation, ...others] = args;
    const [shuffle = true, metricNames, initialEpoch = 0, stepsPerEpoch] = others;
    const callbacks = given ?? [];
    const plan = whyNot(this, callbacks, stepsPerEpoch, shuffle) ?? planTraining(this, data, batchSize);
    if (typeof plan === 'string') {
      tell(`Compiled training passes over a model, TensorFlow.js trains it: ${plan}`);
      return stock.apply(this, args);
    }
    const [x, y] = data as [tf.Tensor, tf.Tensor];
    return fitCompiled(this, plan, {
      x,
      y,
      validation: validation?.length ? { x: validation[0]!, y: validation[1]! } : undefined,
      batchSize,
      epochs,
      initialEpoch,
      shuffle: shuffle === true,
      verbose,
      labels,
      metricNames,
      callbacks,
    });
  };
}

function whyNot(
  model: tf.LayersModel,
  callbacks: FitCallback[],
  stepsPerEpoch: number | null | undefined,
  shuffle: boolean | 'batch',
): string | undefined {
  if (typeof stepsPerEpoch === 'number') return 'stepsPerEpoch is given';
  if (shuffle === 'batch') return "shuffle is 'batch'";
  if (Object.hasOwn(model, 'makeTrainFunction')) return 'its training is watched';
  const other = callbacks.find((callback) => !takesNumbers(callback));
  return other && `its callback ${other.constructor.name} may want tensors as logs`;
}

/** Ours and TensorFlow.js' own take numbers for logs; a class of somebody's expects the tensors that it always gets. */
const takesNumbers = (callback: FitCallback) =>
  callback.constructor === tf.CustomCallback ||
  callback.constructor === tf.EarlyStopping ||
  isRouted(callback);

function tell(line: string): void {
  if (settings.told.has(line)) return;
  settings.told.add(line);
  settings.log?.(line);
}
