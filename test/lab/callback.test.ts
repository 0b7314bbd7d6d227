import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Callback, getLearningRate, setLearningRate, type Logs } from '../../src/lab/index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const nSamples = 10;
const batchSize = 4; // batches of 4, 4 and 2

function compiled(): tf.Sequential {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError', metrics: ['mse'] });
  return model;
}

async function fit(
  model: tf.LayersModel,
  callbacks: tf.ModelFitArgs['callbacks'],
  more: tf.ModelFitArgs = {},
): Promise<tf.History> {
  const x = tf.tidy(() => tf.linspace(0, 1, 2 * nSamples).reshape([nSamples, 2]));
  const y = tf.zeros([nSamples, 1]);
  try {
    return await model.fit(x, y, { batchSize, epochs: 1, shuffle: false, verbose: 0, callbacks, ...more });
  } finally {
    tf.dispose([x, y]);
  }
}

class Recorder extends Callback {
  readonly calls: [hook: string, index: number | undefined, logs: Logs | undefined][] = [];
  override onTrainBegin(logs?: Logs): void {
    this.calls.push(['onTrainBegin', undefined, { ...logs }]);
  }
  override onTrainEnd(logs?: Logs): void {
    this.calls.push(['onTrainEnd', undefined, { ...logs }]);
  }
  override onEpochBegin(epoch: number, logs?: Logs): void {
    this.calls.push(['onEpochBegin', epoch, { ...logs }]);
  }
  override onEpochEnd(epoch: number, logs?: Logs): void {
    this.calls.push(['onEpochEnd', epoch, { ...logs }]);
  }
  override onBatchBegin(batch: number, logs?: Logs): void {
    this.calls.push(['onBatchBegin', batch, { ...logs }]);
  }
  override onBatchEnd(batch: number, logs?: Logs): void {
    this.calls.push(['onBatchEnd', batch, { ...logs }]);
  }
  get names(): string {
    return this.calls.map(([hook, index]) => hook + (index ?? '')).join(' ');
  }
  logsOf(hook: string): Logs[] {
    return this.calls.filter(([name]) => name === hook).map(([, , logs]) => logs!);
  }
}

const oneEpoch =
  'onTrainBegin onEpochBegin0 onBatchBegin0 onBatchEnd0 onBatchBegin1 onBatchEnd1 onBatchBegin2 onBatchEnd2 onEpochEnd0 onTrainEnd';

describe('Callback in fit()', () => {
  test('has its hooks called in order', async () => {
    const recorder = new Recorder();
    await fit(compiled(), [recorder]);
    expect(recorder.names).toBe(oneEpoch);
  });

  test('gets plain numbers as logs: of the batch, and of the epoch weighted by batch size', async () => {
    const recorder = new Recorder();
    await fit(compiled(), recorder, { validationSplit: 0.2 }); // 8 rows: batches of 4 and 4
    const batches = recorder.logsOf('onBatchEnd');
    const [epoch] = recorder.logsOf('onEpochEnd');
    expect(batches.map(({ batch, size }) => [batch, size])).toEqual([[0, 4], [1, 4]]); // prettier-ignore
    expect(Object.keys(epoch!).sort()).toEqual(['loss', 'mse', 'val_loss', 'val_mse']);
    for (const value of [...batches, epoch!].flatMap((logs) => Object.values(logs)))
      expect(value).toBeTypeOf('number');
    expect(epoch!['loss']).toBeCloseTo((batches[0]!['loss']! + batches[1]!['loss']!) / 2, 6);
  });

  test('sees the first loss as computed by hand', async () => {
    const recorder = new Recorder();
    await fit(compiled(), [recorder]);
    // Kernel of ones, no bias: prediction i is (4 i + 1) / 19, target 0.
    const mean = [0, 1, 2, 3].reduce((sum, i) => sum + ((4 * i + 1) / 19) ** 2, 0) / 4;
    expect(recorder.logsOf('onBatchEnd')[0]!['loss']).toBeCloseTo(mean, 6);
  });

  test('leaves no tensor behind, and numbers in the history', async () => {
    const model = compiled();
    const before = tf.memory().numTensors;
    const { history } = await fit(model, [new Recorder(), new Recorder()], {
      epochs: 2,
      validationSplit: 0.2,
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(history['val_loss']).toEqual([expect.any(Number), expect.any(Number)]);
  });

  test('knows the model that fit was called on, and its optimizer', async () => {
    const model = compiled();
    const seen: unknown[] = [];
    class Looker extends Callback {
      override onTrainBegin(): void {
        setLearningRate(this.model.optimizer, 0.25);
        seen.push(this.model === model, this.model.optimizer === model.optimizer);
      }
    }
    await fit(model, [new Looker()]);
    expect(seen).toEqual([true, true]);
    expect(getLearningRate(model.optimizer)).toBe(0.25);
  });

  test('knows a functional model as well', async () => {
    const input = tf.input({ shape: [2] });
    const model = tf.model({
      inputs: input,
      outputs: tf.layers.dense({ units: 1 }).apply(input) as tf.SymbolicTensor,
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const recorder = new Recorder();
    await fit(model, [recorder]);
    expect(recorder.model).toBe(model);
    expect(recorder.names).toBe(oneEpoch);
  });

  test('follows fitDataset()', async () => {
    const model = compiled();
    const recorder = new Recorder();
    const rows = tf.data.array([0, 1, 2, 3]).map(() => ({ xs: tf.ones([2]), ys: tf.zeros([1]) }));
    await model.fitDataset(rows.batch(2), {
      epochs: 1,
      verbose: 0,
      callbacks: [recorder as unknown as tf.CustomCallbackArgs],
    });
    expect(recorder.logsOf('onBatchEnd').map(({ loss }) => typeof loss)).toEqual(['number', 'number']);
    expect(recorder.model).toBe(model);
  });

  test('can set the rate of each batch', async () => {
    // Prediction w + b, loss its mean: every step moves w by minus the rate.
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })],
    });
    const loss = (_yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor => yPred.mean();
    model.compile({ optimizer: tf.train.sgd(99), loss });
    const weights: number[] = [];
    class TenTimes extends Callback {
      override onTrainBegin(): void {
        setLearningRate(this.model.optimizer, 0.001);
      }
      override onBatchEnd(): void {
        weights.push(this.model.getWeights()[0]!.dataSync()[0]!);
        setLearningRate(this.model.optimizer, 10 * getLearningRate(this.model.optimizer));
      }
    }
    await model.fit(tf.ones([6, 1]), tf.zeros([6, 1]), {
      batchSize: 2,
      verbose: 0,
      callbacks: [new TenTimes()],
    });
    const expected = [-0.001, -0.001 - 0.01, -0.001 - 0.01 - 0.1];
    expected.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 6));
  });

  test('stops training after the batch when it sets stopTraining, and still hears of the end', async () => {
    class Stopper extends Recorder {
      override onBatchEnd(batch: number, logs: Logs = {}): void {
        super.onBatchEnd(batch, logs);
        if (batch === 1) this.model.stopTraining = true;
      }
    }
    const stopper = new Stopper();
    await fit(compiled(), [stopper], { epochs: 3 });
    expect(stopper.names).toBe(
      'onTrainBegin onEpochBegin0 onBatchBegin0 onBatchEnd0 onBatchBegin1 onBatchEnd1 onEpochEnd0 onTrainEnd',
    );
  });

  test('is waited for when a hook is async', async () => {
    const order: string[] = [];
    class Slow extends Callback {
      override onBatchBegin(batch: number): void {
        order.push(`begin ${batch}`);
      }
      override async onBatchEnd(batch: number): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, 2));
        order.push(`end ${batch}`);
      }
    }
    await fit(compiled(), [new Slow()]);
    expect(order).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  test('makes fit reject when a hook throws', async () => {
    class Thrower extends Callback {
      override onBatchEnd(): void {
        throw new RangeError('from the hook');
      }
    }
    await expect(fit(compiled(), [new Thrower()])).rejects.toThrow(new RangeError('from the hook'));
  });

  test('may be an arrow function in a class field', async () => {
    class Fields extends Callback {
      losses: number[] = [];
      override onBatchEnd = (_batch: number, logs?: Logs): void => {
        this.losses.push(logs!['loss']!);
      };
    }
    const callback = new Fields();
    await fit(compiled(), [callback]);
    expect(callback.losses).toHaveLength(3);
  });

  test('can be used for a second training', async () => {
    const recorder = new Recorder();
    const [first, second] = [compiled(), compiled()];
    await fit(first, [recorder]);
    await fit(second, [recorder]);
    expect(recorder.names).toBe(`${oneEpoch} ${oneEpoch}`);
    expect(recorder.model).toBe(second);
  });

  test.each(['before', 'after'])('may stand %s a plain object and an early stopping', async (where) => {
    const recorder = new Recorder();
    const losses: unknown[] = [];
    const others = [
      { onBatchEnd: (_batch: number, logs?: Logs) => void losses.push(logs!['loss']) },
      tf.callbacks.earlyStopping({ monitor: 'loss', patience: 1, minDelta: 100 }),
    ];
    const list = where === 'before' ? [recorder, ...others] : [...others, recorder];
    await fit(compiled(), list as tf.CustomCallbackArgs[], { epochs: 5 });
    expect(recorder.logsOf('onEpochEnd')).toHaveLength(2); // no fall by 100 in the second epoch: stopped
    expect(losses).toEqual(recorder.logsOf('onBatchEnd').map(({ loss }) => loss));
  });

  test.each<['default' | tf.ModelFitArgs['yieldEvery']]>([['default'], ['batch']])(
    'lets the event loop run with yieldEvery %j',
    async (yieldEvery) => {
      let turns = 0;
      let training = true;
      const count = (): void => {
        turns += 1;
        if (training) setImmediate(count);
      };
      class Busy extends Callback {
        override onTrainBegin(): void {
          setImmediate(count);
        }
        override onBatchEnd(): void {
          const until = performance.now() + 130;
          while (performance.now() < until);
        }
        override onTrainEnd(): void {
          training = false;
        }
      }
      await fit(compiled(), [new Busy()], yieldEvery === 'default' ? {} : { yieldEvery });
      expect(turns).toBeGreaterThanOrEqual(2);
    },
  );

  test('leaves a fit without one of ours as it is', async () => {
    const seen: string[] = [];
    await fit(compiled(), { onBatchEnd: (_batch, logs) => void seen.push(typeof logs!['loss']) });
    class Stock extends tf.Callback {
      override async onBatchEnd(_batch: number, logs?: Record<string, number | tf.Scalar>): Promise<void> {
        seen.push(typeof logs!['loss']);
      }
    }
    await fit(compiled(), [new Stock()]);
    expect(seen).toEqual(['number', 'number', 'number', 'object', 'object', 'object']);
  });
});

describe('Callback by hand', () => {
  test('runs its hooks with what it is given', async () => {
    const recorder: Callback & Pick<Recorder, 'calls'> = new Recorder();
    const model = compiled();
    recorder.setModel(model);
    await recorder.onTrainBegin();
    await recorder.onBatchEnd(0, { loss: 2 });
    expect(recorder.model).toBe(model);
    expect(recorder.calls).toEqual([
      ['onTrainBegin', undefined, {}],
      ['onBatchEnd', 0, { loss: 2 }],
    ]);
  });

  test('has hooks that do nothing where none is overridden', async () => {
    const callback = new Callback();
    expect([
      await callback.onTrainBegin(),
      await callback.onTrainEnd({}),
      await callback.onEpochBegin(0),
      await callback.onEpochEnd(0, {}),
      await callback.onBatchBegin(0),
      await callback.onBatchEnd(0, { loss: NaN }),
    ]).toEqual(Array(6).fill(undefined));
  });

  test('throws when it is asked for its model before training', () => {
    expect(() => new Recorder().model).toThrow(
      'Recorder has no model before training: pass it to model.fit(x, y, { callbacks: [ … ] })',
    );
  });

  test.each([null, undefined, 'model'])('setModel() throws TypeError when the model is %j', (model) => {
    expect(() => new Recorder().setModel(model as unknown as tf.LayersModel)).toThrow(TypeError);
  });

  test('says so when the model comes from another copy of TensorFlow.js', () => {
    // What `fit` does with whatever is not of its own class.
    expect(() => new tf.CustomCallback(new Recorder() as unknown as tf.CustomCallbackArgs)).toThrow(
      'Recorder cannot follow this model as it comes from another copy of @tensorflow/tfjs: install one copy only',
    );
  });
});

describe('a hook name that does not exist', () => {
  const listed =
    '(the hooks are onTrainBegin, onEpochBegin, onBatchBegin, onBatchEnd, onEpochEnd, onTrainEnd)';

  test.each([
    ['onTrainBatchEnd', ': did you mean onBatchEnd?'],
    ['onTrainBatchBegin', ': did you mean onBatchBegin?'],
    ['on_train_batch_end', ': did you mean onBatchEnd?'],
    ['on_epoch_end', ': did you mean onEpochEnd?'],
    ['onBatchend', ': did you mean onBatchEnd?'],
    ['onTrianBegin', ': did you mean onTrainBegin?'],
    ['onYield', ''],
  ])('throws TypeError in the constructor for a method %s', (name, advice) => {
    class Finder extends Callback {}
    Object.defineProperty(Finder.prototype, name, { value() {}, configurable: true });
    class Derived extends Finder {}
    expect(() => new Derived()).toThrow(new TypeError(`Derived has no hook '${name}'${advice} ${listed}`));
  });

  test('throws TypeError from fit for a class field, before anything is trained', async () => {
    class Fields extends Callback {
      onTrainBatchEnd = (): void => {};
    }
    const model = compiled();
    await expect(fit(model, [new Fields()])).rejects.toThrow(
      `Fields has no hook 'onTrainBatchEnd': did you mean onBatchEnd? ${listed}`,
    );
    expect([...model.getWeights()[0]!.dataSync()]).toEqual([1, 1]);
  });

  test('throws TypeError from setModel for a hook that is no function', () => {
    class Fields extends Callback {
      override onBatchEnd = 3 as unknown as Callback['onBatchEnd'];
    }
    expect(() => new Fields().setModel(compiled())).toThrow(
      new TypeError("Hook 'onBatchEnd' of Fields must be a function: got number"),
    );
  });

  test('leaves other names alone', () => {
    class Other extends Callback {
      once = 1;
      only = 2;
      onward(): void {}
    }
    expect(() => new Other().setModel(compiled())).not.toThrow();
  });
});
