/** No check is met by replies that do not depend on their inputs, one for the input that students see and one for all others: whoever
 * answers in a probe's place has to look at each. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compare } from '../../dist/grading/compare/compare.js';
import { resolve, type Expectation } from '../../dist/grading/compare/expectation.js';
import type { AutomaticCheck } from '../../dist/grading/define/check.js';
import { loadExercise } from '../../dist/grading/exercise/load-exercise.js';
import { seededRandom } from '../../dist/grading/run/seeded-random.js';

const SEEDS = Array.from({ length: 120 }, (_, seed) => seed);

/** What meets an expectation best. */
function meeting(expected: Expectation): unknown {
  switch (expected.kind) {
    case 'close':
    case 'equal':
      return expected.value;
    case 'oneOf':
      return expected.values[0];
    case 'between':
      return (expected.min + expected.max) / 2;
    case 'text':
      return expected.contains.join(' ');
    case 'fields':
      return Object.fromEntries(
        Object.entries(expected.fields).map(([name, expectation]) => [name, meeting(expectation)]),
      );
  }
}

const expectationFor = ({ expected }: AutomaticCheck, input: unknown) =>
  resolve(expected, { input, reference: undefined });

describe.each(['01-learning-rate-finder', '02-optimizer-comparison', '03-learning-rate-schedule'])(
  '%s',
  (slug) => {
    const { grader } = loadExercise(fileURLToPath(new URL(`../../graders/${slug}`, import.meta.url)));
    const checks = grader.checks.filter((check): check is AutomaticCheck => check.kind === 'automatic');

    it.each(checks.map((check) => [check.id, check] as const))('%s', (_, check) => {
      const { module, name, input } = check.observed;
      const fixed = expectationFor(check, input.fixed);
      const written = meeting(fixed);
      expect(compare(written, fixed)).toBeUndefined();
      const others = SEEDS.map((seed) =>
        expectationFor(check, input.seeded?.(seededRandom(seed, `${module}/${name}`)) ?? input.fixed),
      );
      const metBy = (reply: unknown) => others.filter((one) => compare(reply, one) === undefined).length;
      expect(metBy(written)).toBe(0);
      expect(Math.max(...others.map((one) => metBy(meeting(one))))).toBeLessThan(SEEDS.length / 3);
    });
  },
);
