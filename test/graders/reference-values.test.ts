/** What the graders expect, against Keras 3.15 on TensorFlow 2.21: their arithmetic could be wrong, and the solution with it. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadExercise } from '../../dist/grading/exercise/load-exercise.js';
import { resolve } from '../../dist/grading/compare/expectation.js';

/** What a check expects for its fixed input. */
function expectedBy(slug: string, id: string): unknown {
  const { grader } = loadExercise(fileURLToPath(new URL(`../../graders/${slug}`, import.meta.url)));
  const check = grader.checks.find((one) => one.id === id);
  if (check?.kind !== 'automatic') throw new Error(`There is no automatic check ${id}`);
  const expected = resolve(check.expected, { input: check.observed.input.fixed, reference: undefined });
  if (expected.kind !== 'close') throw new Error(`${id} does not expect numbers`);
  return expected.value;
}

function expectClose(got: unknown, wanted: number[], bound: number): void {
  expect(got).toHaveLength(wanted.length);
  const differences = (got as number[]).map((value, i) => Math.abs(value - wanted[i]!));
  expect(Math.max(...differences)).toBeLessThan(bound);
}

it('exercise 1: the factor of the course, (10 / 1e-7) ** (1 / 200) in NumPy', () => {
  expectClose([expectedBy('01-learning-rate-finder', 'lr-factor/defaults')], [1.096478196143185], 1e-12);
});

describe('exercise 2: how far a variable moves with gradients 0.5, -1, 0.25, 2, 0 at rate 0.3', () => {
  const settings = expectedBy('02-optimizer-comparison', 'get-optimizer/settings') as Record<string, unknown>;
  // optimizer.apply_gradients([(gradient, variable)]), one after another.
  it.each([
    ['SGD', [-0.15, 0.165, 0.0734999925, -0.533850014, -0.480464965]], // SGD(0.3, momentum=0.9)
    ['Adam', [-0.299996078, 0.109829634, 0.0410069227, -0.134633154, -0.113795787]],
    ['RMSprop', [-0.948681474, 0.857142568, -0.21973443, -0.844442368, 0]],
  ])('%s', (name, moves) => {
    expectClose(settings[name], moves, 1e-5);
  });
});

it('exercise 3: without warm-up, CosineDecayRestarts(0.5, 5, t_mul=1, m_mul=1)', () => {
  const cycle = [0.5, 0.452254236, 0.32725424, 0.172745749, 0.0477457643];
  const rates = expectedBy('03-learning-rate-schedule', 'cosine-restart/no-warm-up');
  expectClose(rates, [...cycle, ...cycle, 0.5], 1e-5 * 0.5);
});
