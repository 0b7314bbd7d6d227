import { describe, expect, it } from 'vitest';
import { ExponentialDecay, LearningRateSchedule } from '../../../src/lab/index.js';

const config = { initialLearningRate: 0.001, decaySteps: 312, decayRate: 0.9 };

describe('ExponentialDecay', () => {
  it('gives the rates of Keras', () => {
    const schedule = new ExponentialDecay(config);
    expect(schedule).toBeInstanceOf(LearningRateSchedule);
    // tf.keras.optimizers.schedules.ExponentialDecay(0.001, 312, 0.9), Keras 3.15, computed in float32.
    const keras = { 0: 0.001, 156: 0.00094868, 312: 0.0009, 624: 0.00081, 1560: 0.00059049 };
    for (const [step, rate] of Object.entries(keras)) {
      expect(Math.abs(schedule.at(Number(step)) - rate)).toBeLessThan(1e-8);
    }
  });

  it('with staircase: the rate stays for decaySteps steps, then falls at once', () => {
    const schedule = new ExponentialDecay({ ...config, decaySteps: 4, staircase: true });
    expect([0, 3, 4, 7, 8].map((step) => schedule.at(step) / 0.001)).toEqual([
      1,
      1,
      0.9,
      0.9,
      expect.closeTo(0.81, 12),
    ]);
  });

  it('tells what it was made with', () => {
    expect(new ExponentialDecay(config).getConfig()).toEqual({ ...config, staircase: false });
  });

  it.each([
    [
      { initialLearningRate: 0 },
      RangeError,
      'initialLearningRate must be finite and > 0: current value is 0',
    ],
    [
      { initialLearningRate: NaN },
      RangeError,
      'initialLearningRate must be finite and > 0: current value is NaN',
    ],
    [{ decaySteps: 0 }, RangeError, 'decaySteps must be finite and > 0: current value is 0'],
    [{ decaySteps: -1 }, RangeError, 'decaySteps must be finite and > 0: current value is -1'],
    [{ decaySteps: Infinity }, RangeError, 'decaySteps must be finite and > 0: current value is Infinity'],
    [{ decayRate: -0.9 }, RangeError, 'decayRate must be finite and > 0: current value is -0.9'],
    [{ decayRate: '0.9' }, TypeError, 'decayRate must be a number: got a string'],
    [{ decaySteps: undefined }, TypeError, 'decaySteps must be a number: got undefined'],
  ])('%o: says what came and what is allowed', (wrong, kind, message) => {
    const make = () => new ExponentialDecay({ ...config, ...wrong } as typeof config);
    expect(make).toThrow(kind);
    expect(make).toThrow(`Cannot make a schedule as ${message}`);
  });

  it.each([
    [-1, RangeError, 'step must be finite and >= 0: current value is -1'],
    [NaN, RangeError, 'step must be finite and >= 0: current value is NaN'],
    [Infinity, RangeError, 'step must be finite and >= 0: current value is Infinity'],
    ['3', TypeError, 'step must be a number: got a string'],
  ])('at(%o): says what came and what is allowed', (step, kind, message) => {
    const at = () => new ExponentialDecay(config).at(step as number);
    expect(at).toThrow(kind);
    expect(at).toThrow(`Cannot give a learning rate as ${message}`);
  });
});
