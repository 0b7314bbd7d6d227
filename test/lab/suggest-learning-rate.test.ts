import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestLearningRate, type SuggestionRule } from '../../src/lab/index.js';
import { kerasBatchLosses, kerasRates, kerasRunningLosses } from './keras-curve.js';

describe('suggestLearningRate() on a curve of Keras', () => {
  // From fastai's own rules, restated in NumPy, on the same curves.
  test.each<[string, number[], SuggestionRule, number, number]>([
    ['batch losses', kerasBatchLosses, 'valley', 0, 0.0331132],
    ['batch losses', kerasBatchLosses, 'minimum', 0, 0.0275424],
    ['smoothed batch losses', kerasBatchLosses, 'minimum', 0.98, 0.0398109],
    ['running means', kerasRunningLosses, 'valley', 0, 0.0120227],
    ['running means', kerasRunningLosses, 'minimum', 0, 0.0912015],
  ])('agrees with fastai: %s', (_curve, losses, rule, smoothing, expected) => {
    const rate = suggestLearningRate(kerasRates, losses, { rule, smoothing });
    expect(Math.abs(rate / expected - 1)).toBeLessThan(1e-4);
  });

  test('takes the valley left of the minimum only, one rate below fastai on the smoothed batch losses', () => {
    // fastai's rule on these 175 points gives number 123, 0.00831766; on those up to the smallest (number 165), number 122.
    const rate = suggestLearningRate(kerasRates, kerasBatchLosses, { rule: 'valley', smoothing: 0.98 });
    expect(rate).toBe(kerasRates[122]);
    expect(rate).toBeCloseTo(0.00831766 / (10 / 1e-7) ** (1 / 200), 7);
  });

  test('takes the valley of the smoothed losses by default', () => {
    expect(suggestLearningRate(kerasRates, kerasBatchLosses)).toBe(
      suggestLearningRate(kerasRates, kerasBatchLosses, { rule: 'valley', smoothing: 0.98 }),
    );
  });
});

describe('suggestLearningRate()', () => {
  test('takes a tenth of the rate with the smallest loss, as in its example', () => {
    expect(
      suggestLearningRate([0.001, 0.01, 0.1, 1], [2, 1.5, 1, 9], { rule: 'minimum', smoothing: 0 }),
    ).toBe(0.1 / 10);
  });

  test('takes the point half way down a steady descent', () => {
    // Lengths 1 2 3 4: the descent ends at 3, starts at 3 − 4; ⌊4/3⌋ + ⌊4/6⌋ further on is 0.
    expect(suggestLearningRate([1, 2, 3, 4], [4, 3, 2, 1], { smoothing: 0 })).toBe(1);
    // Ends at 6, starts at 6 − 7; −1 + ⌊7/3⌋ + ⌊7/6⌋ is 2.
    expect(suggestLearningRate([1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1], { smoothing: 0 })).toBe(3);
  });

  test('never looks right of the minimum, even where a longer descent follows', () => {
    const losses = [5, 4, 1, 9, 8, 7, 6, 5, 4];
    const rates = losses.map((_, i) => 10 ** i);
    expect(suggestLearningRate(rates, losses, { smoothing: 0 })).toBeLessThanOrEqual(rates[2]!);
  });

  test.each([NaN, Infinity, -Infinity])('ends the curve before a loss that is %d', (bad) => {
    const rates = [1, 2, 3, 4, 5, 6];
    const losses = [4, 3, 2, 5, bad, 0];
    expect(suggestLearningRate(rates, losses, { rule: 'minimum', smoothing: 0 })).toBe(3 / 10);
  });

  test('removes the bias of the running mean: a constant stays constant', () => {
    // Without it the mean would start near 0, and the smallest value would be the first.
    const losses = [2, 2, 2, 2, 1, 1, 1, 1];
    const rates = losses.map((_, i) => i + 1);
    expect(suggestLearningRate(rates, losses, { rule: 'minimum' })).toBe(8 / 10);
  });

  test('leaves out the first tenth and the last five of ten points or more', () => {
    const losses = [0, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    const rates = losses.map((_, i) => i + 1);
    expect(suggestLearningRate(rates, losses, { rule: 'minimum', smoothing: 0 })).toBe(5 / 10);
  });

  test.each([
    [[], 'Cannot suggest a learning rate from 0 finite losses: at least 3 are needed'],
    [[1], 'Cannot suggest a learning rate from 1 finite losses: at least 3 are needed'],
    [[2, 1, NaN, 1], 'Cannot suggest a learning rate from 2 finite losses: at least 3 are needed'],
    [[1, 2, 3], 'Cannot suggest a learning rate as the loss never falls'],
    [[1, 1, 1], 'Cannot suggest a learning rate as the loss never falls'],
  ])('throws RangeError when the losses are %j', (losses, message) => {
    const rates = losses.map((_, i) => i + 1);
    expect(() => suggestLearningRate(rates, losses, { smoothing: 0 })).toThrow(new RangeError(message));
  });

  test.each([
    [[0, 1, 2], 'Learning rates must be positive and grow: rate 0 is 0 after 0'],
    [[1, 1, 2], 'Learning rates must be positive and grow: rate 1 is 1 after 1'],
    [[1, 2, NaN], 'Learning rates must be positive and grow: rate 2 is NaN after 2'],
    [[1, 2, Infinity], 'Learning rates must be positive and grow: rate 2 is Infinity after 2'],
  ])('throws RangeError when the rates are %j', (rates, message) => {
    expect(() => suggestLearningRate(rates, [3, 2, 1])).toThrow(new RangeError(message));
  });

  test('throws TypeError when the lengths differ', () => {
    expect(() => suggestLearningRate([1, 2, 3], [3, 2])).toThrow(
      new TypeError('Each learning rate needs its loss: got 3 rates and 2 losses'),
    );
  });

  test.each([-0.1, 1, NaN])('throws RangeError when smoothing is %d', (smoothing) => {
    expect(() => suggestLearningRate([1, 2, 3], [3, 2, 1], { smoothing })).toThrow(RangeError);
  });

  test('throws RangeError when the rule is unknown', () => {
    const rule = 'steepest' as SuggestionRule;
    expect(() => suggestLearningRate([1, 2, 3], [3, 2, 1], { rule })).toThrow(
      "rule must be valley or minimum: current value is 'steepest'",
    );
  });

  test('suggests a rate at or left of the smallest loss, and the same when all losses are scaled', () => {
    const curves = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(curves, fc.constantFrom('valley', 'minimum'), (losses, rule) => {
        const rates = losses.map((_, i) => 1.1 ** i);
        const kept = losses.length >= 10 ? losses.slice(Math.floor(losses.length / 10), -5) : losses;
        fc.pre(kept.length >= 3 && kept[0]! > Math.min(...kept));
        const rate = suggestLearningRate(rates, losses, { rule, smoothing: 0 });
        const skip = losses.length >= 10 ? Math.floor(losses.length / 10) : 0;
        expect(rate).toBeLessThanOrEqual(rates[skip + kept.indexOf(Math.min(...kept))]!);
        expect(suggestLearningRate(rates, losses.map((loss) => 4 * loss), { rule, smoothing: 0 })).toBe(rate); // prettier-ignore
      }),
    );
  });
});
