import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { RandomState, useBackend } from '../../../src/lab/index.js';
import { ACTIVATIONS } from '../../../src/lab/compiled-training/activations.js';
import { LOSSES } from '../../../src/lab/compiled-training/losses.js';
import { giveBackMemory, takeMemory } from '../../../src/lab/compiled-training/network/memory.js';
import { Network, type LayerSettings } from '../../../src/lab/compiled-training/network/network.js';
import { planLayers } from '../../../src/lab/compiled-training/plan-layers.js';

beforeAll(async () => {
  await useBackend('wasm', { log: () => {} });
});
describe('gradients are those of finite differences', () => {
  const denseLayer = (
    inputs: number,
    columns: number,
    activation: string,
    hasBias = true,
  ): LayerSettings => ({
    kind: 'product',
    windows: { places: [0], segments: 1, length: 4 * inputs, stride: 4 * inputs },
    columns,
    activation: ACTIVATIONS.get(activation)!,
    hasBias,
  });

  /** Compares a network's gradients with slopes of its loss, parameter by parameter. */
  function expectSlopes(
    inputs: number,
    layers: LayerSettings[],
    lossName: string,
    rows: number,
    seed: number,
  ) {
    const stream = new RandomState(seed);
    const columns = 3;
    const memory = takeMemory();
    const network = new Network(inputs, layers, memory, rows);
    const fill = ({ values }: { values: Float32Array }) => {
      for (const at of values.keys()) values[at] = stream.randn() / 2;
    };
    fill(network.input.values);
    for (const { values } of network.parameters) fill(values);
    const loss = LOSSES.get(lossName)!;
    const targets = lossName.startsWith('sparse')
      ? Float32Array.from({ length: rows }, (_, row) => row % columns)
      : Float32Array.from({ length: rows * columns }, (_, at) => Number(at % columns === 1));
    const outputs = () => {
      network.forward(rows);
      return { rows, columns, outputs: network.output.values.values, targets };
    };
    loss(outputs(), network.output.gradient!.values);
    network.backward(rows);
    const gradients = network.parameters.map(({ gradient }) => gradient.values.slice());
    let compared = 0;
    for (const [p, parameter] of network.parameters.entries()) {
      const { values } = parameter.values;
      for (const [i, value] of values.entries()) {
        const before = loss(outputs());
        const [right, left] = [2e-3, -2e-3].map((step) => {
          values[i] = value + step;
          const slope = (loss(outputs()) - before) / (values[i]! - value);
          values[i] = value;
          return slope;
        });
        const slope = (right! + left!) / 2;
        const bound = 2e-2 * Math.max(1, Math.abs(slope));
        // Next to a kink (relu, absolute values, another largest value) differences say nothing.
        if (Math.abs(right! - left!) > bound) continue;
        expect(Math.abs(gradients[p]![i]! - slope)).toBeLessThan(bound);
        compared++;
      }
    }
    giveBackMemory(memory);
    return { compared, all: gradients.reduce((sum, { length }) => sum + length, 0) };
  }

  const lastOf = (lossName: string) =>
    lossName.includes('ategorical') ? 'softmax' : lossName.startsWith('binary') ? 'sigmoid' : 'linear';

  /** How many of all could be compared. */
  function counter() {
    const counts = { compared: 0, all: 0 };
    return {
      counts,
      add({ compared, all }: typeof counts) {
        counts.compared += compared;
        counts.all += all;
      },
    };
  }

  test('of dense layers with each activation and loss', () => {
    const { counts, add } = counter();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(...LOSSES.keys()),
        fc.constantFrom(...ACTIVATIONS.keys()),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 14 }),
        (seed, lossName, hidden, units, rows) => {
          const layers = [denseLayer(2, units, hidden), denseLayer(units, 3, lastOf(lossName), false)];
          add(expectSlopes(2, layers, lossName, rows, seed));
        },
      ),
      { numRuns: 150, seed: 1 },
    );
    expect(counts.compared / counts.all).toBeGreaterThan(0.8);
  });

  test('of convolutions, padded and with strides, and of pooling', () => {
    const { counts, add } = counter();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom('linear', 'relu', 'tanh'),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom<'valid' | 'same'>('valid', 'same'),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, activation, channels, filters, padding, strides, rows) => {
          const model = tf.sequential({
            layers: [
              tf.layers.conv2d({
                filters,
                kernelSize: [3, 2],
                padding,
                activation: activation as 'relu',
                inputShape: [6, 7, channels],
              }),
              tf.layers.maxPooling2d({ poolSize: 2, strides }),
              tf.layers.conv2d({ filters: 2, kernelSize: 2, padding, strides }),
              tf.layers.flatten(),
              tf.layers.dense({ units: 3 }),
            ],
          });
          const plan = planLayers(model);
          if (typeof plan === 'string') throw new Error(plan);
          add(expectSlopes(6 * 7 * channels, plan.settings, 'meanSquaredError', rows, seed));
          model.dispose();
        },
      ),
      { numRuns: 30, seed: 2 },
    );
    expect(counts.compared / counts.all).toBeGreaterThan(0.8);
  });
});
