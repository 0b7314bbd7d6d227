/** Known ways to read a learning rate from the curve of a learning rate finder.
 * - `valley` (fastai's default): half way along the longest descent of the curve, where it is steep, well before the minimum.
 * - `minimum`: a tenth of the rate with the smallest loss. */
export type SuggestionRule = 'valley' | 'minimum';

export interface SuggestionOptions {
  rule?: SuggestionRule;
  /** Weight of the past in the running mean that smooths the losses, in [0, 1); 0 takes them as they are. */
  smoothing?: number;
}

/** Suggests a learning rate to train with, from the losses of a sweep over growing rates.
 *
 * The curve ends before its first loss that is not finite; losses are smoothed by a bias-corrected running mean, as those of
 * single batches are noisy. As in fastai, the first tenth (warming up) and the last five points (where the sweep was
 * stopped) are left out, when there are ten points at least. What lies right of the minimum is divergence and never
 * suggested from.
 * @param learningRates Rates of the sweep, > 0, growing.
 * @param losses Loss at each rate.
 * @returns A rate: for `valley` one of learningRates, for `minimum` a tenth of one.
 * @throws {TypeError} If the lengths differ.
 * @throws {RangeError} If rule or smoothing is out of range, rates are not positive and growing, fewer than 3 finite losses
 * are left, or the loss never falls.
 * @example Usage
 * ```ts
 * suggestLearningRate([0.001, 0.01, 0.1, 1], [2, 1.5, 1, 9], { rule: 'minimum', smoothing: 0 }); // 0.01
 * ```
 * @see fastai, callback/schedule.py (valley, minimum); Smith, Cyclical learning rates for training neural networks, 2015 */
export function suggestLearningRate(
  learningRates: ArrayLike<number>,
  losses: ArrayLike<number>,
  { rule = 'valley', smoothing = 0.98 }: SuggestionOptions = {},
): number {
  if (rule !== 'valley' && rule !== 'minimum') {
    throw new RangeError(
      `Cannot suggest a learning rate as rule must be valley or minimum: current value is '${String(rule)}'`,
    );
  }
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new RangeError(
      `Cannot smooth the losses as smoothing must be in [0, 1): current value is ${smoothing}`,
    );
  }
  checkRates(learningRates, losses);
  const firstBad = Array.from(losses).findIndex((loss) => !Number.isFinite(loss));
  const finite = Array.from(losses).slice(0, firstBad < 0 ? undefined : firstBad);
  const skip = finite.length >= 10 ? Math.floor(finite.length / 10) : 0;
  const curve = smooth(finite, smoothing).slice(skip, finite.length >= 10 ? -5 : undefined);
  if (curve.length < 3) {
    throw new RangeError(
      `Cannot suggest a learning rate from ${curve.length} finite losses: at least 3 are needed`,
    );
  }
  const lowest = curve.indexOf(Math.min(...curve));
  if (lowest === 0) throw new RangeError('Cannot suggest a learning rate as the loss never falls');
  if (rule === 'minimum') return learningRates[skip + lowest]! / 10;
  return learningRates[skip + valley(curve.slice(0, lowest + 1))]!;
}

/** Mean of the losses so far, newer ones weighing more; the division corrects the start, where little has come yet. */
function smooth(losses: readonly number[], beta: number): number[] {
  let mean = 0;
  return losses.map((loss, i) => {
    mean = beta * mean + (1 - beta) * loss;
    return mean / (1 - beta ** (i + 1));
  });
}

/** Index half way along the longest strictly falling subsequence, whose start fastai finds by going its length back from
 * its end. */
function valley(losses: readonly number[]): number {
  const lengths = losses.map(() => 1);
  let end = 0;
  for (let i = 1; i < losses.length; i++) {
    for (let j = 0; j < i; j++) {
      if (losses[i]! < losses[j]!) lengths[i] = Math.max(lengths[i]!, lengths[j]! + 1);
    }
    if (lengths[i]! > lengths[end]!) end = i;
  }
  const start = end - lengths[end]!;
  const third = (end - start) / 3;
  return Math.max(0, start + Math.floor(third) + Math.floor(third / 2));
}

function checkRates(learningRates: ArrayLike<number>, losses: ArrayLike<number>): void {
  if (learningRates.length !== losses.length) {
    throw new TypeError(
      `Each learning rate needs its loss: got ${learningRates.length} rates and ${losses.length} losses`,
    );
  }
  for (let i = 0; i < learningRates.length; i++) {
    const before = i === 0 ? 0 : learningRates[i - 1]!;
    if (!(learningRates[i]! > before && learningRates[i]! < Infinity)) {
      throw new RangeError(
        `Learning rates must be positive and grow: rate ${i} is ${learningRates[i]} after ${before}`,
      );
    }
  }
}
