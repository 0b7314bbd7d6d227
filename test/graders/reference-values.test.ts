/** What the solutions return, against Keras 3.15 on TensorFlow 2.21: reference.json is made from the solution, which could be
 * wrong. `gradlab build --check`, before these tests, holds reference.json to the solution. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';

const outputs = (slug: string) =>
  (
    JSON.parse(fs.readFileSync(new URL(`../../graders/${slug}/reference.json`, import.meta.url), 'utf8')) as {
      outputs: Record<string, unknown>;
    }
  ).outputs;

function expectClose(got: unknown, wanted: number[], bound: number): void {
  expect(got).toHaveLength(wanted.length);
  const differences = (got as number[]).map((value, i) => Math.abs(value - wanted[i]!));
  expect(Math.max(...differences)).toBeLessThan(bound);
}

it('exercise 1: the factor of the course, (10 / 1e-7) ** (1 / 200) in NumPy', () => {
  expectClose([outputs('01-learning-rate-finder')['lr-factor/defaults']], [1.096478196143185], 1e-6);
});

describe('exercise 2: how far a variable moves with gradients 0.5, -1, 0.25, 2, 0 at rate 0.3', () => {
  // optimizer.apply_gradients([(gradient, variable)]), one after another.
  it.each([
    ['SGD', [-0.15, 0.165, 0.0734999925, -0.533850014, -0.480464965]], // SGD(0.3, momentum=0.9)
    ['Adam', [-0.299996078, 0.109829634, 0.0410069227, -0.134633154, -0.113795787]],
    ['RMSprop', [-0.948681474, 0.857142568, -0.21973443, -0.844442368, 0]],
  ])('%s', (name, moves) => {
    const settings = outputs('02-optimizer-comparison')['get-optimizer/settings'] as Record<string, unknown>;
    expectClose(settings[name], moves, 1e-5);
  });
});

it('exercise 3: without warm-up, CosineDecayRestarts(0.5, 5, t_mul=1, m_mul=1)', () => {
  const cycle = [0.5, 0.452254236, 0.32725424, 0.172745749, 0.0477457643];
  const rates = outputs('03-learning-rate-schedule')['cosine-restart/no-warm-up'];
  expectClose(rates, [...cycle, ...cycle, 0.5], 1e-5 * 0.5);
});
