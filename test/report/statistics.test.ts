import { describe, expect, it } from 'vitest';
import { RENDERERS } from '../../src/report/index.js';
import { checkStatistics, scoreDistribution, type CheckStatistics } from '../../src/report/statistics.js';
import type { SubmissionResult } from '../../src/grading/result.js';
import { checked, graded, unreadable } from './results.js';

/** Four students: the better two know a, everybody b, nobody who tried c; the worst have d. */
const CLASS = [
  graded('ada', [
    checked('t/a', 'pass'),
    checked('t/b', 'pass'),
    checked('t/c', 'fail', { message: 'Got 3' }),
    checked('t/d', 'fail'),
  ]),
  graded('bo', [
    checked('t/a', 'pass'),
    checked('t/b', 'pass'),
    checked('t/c', 'fail', { message: 'Got 4.5' }),
    checked('t/d', 'fail'),
  ]),
  graded('cy', [
    checked('t/a', 'fail'),
    checked('t/b', 'pass'),
    checked('t/c', 'timeout', { message: 'Too long' }),
    checked('t/d', 'pass'),
  ]),
  graded('di', [
    checked('t/a', 'crashed'),
    checked('t/b', 'notAttempted'),
    checked('t/c', 'notAttempted'),
    checked('t/d', 'fail'),
  ]),
  unreadable('el'),
];

describe('checkStatistics()', () => {
  const [a, b, c, d] = checkStatistics(CLASS) as [
    CheckStatistics,
    CheckStatistics,
    CheckStatistics,
    CheckStatistics,
  ];

  it('tells how hard a check is, over those who tried', () => {
    expect([a, b, c, d].map(({ solved }) => solved)).toEqual([2 / 4, 1, 0, 1 / 4]);
    expect([a, b, c, d].map(({ notAttempted }) => notAttempted)).toEqual([0, 1, 1, 0]);
    expect([a, b, c, d].map(({ timeouts, crashes }) => [timeouts, crashes])).toEqual([
      [0, 1],
      [0, 0],
      [1, 0],
      [0, 0],
    ]);
  });

  it('tells whether it separates who knows more: the correlation with the points of the other checks', () => {
    // a: points 1, 1, 0, 0; others 1, 1, 2, 0. d: points 0, 0, 1, 0; others 2, 2, 1, 0.
    const pearson = (x: number[], y: number[]) => {
      const n = x.length;
      const [mx, my] = [x, y].map((v) => v.reduce((s, one) => s + one, 0) / n) as [number, number];
      const cov = x.reduce((s, _, at) => s + (x[at]! - mx) * (y[at]! - my), 0);
      const norm = (v: number[], m: number) => Math.sqrt(v.reduce((s, one) => s + (one - m) ** 2, 0));
      return cov / norm(x, mx) / norm(y, my);
    };
    expect(a.discrimination).toBeCloseTo(pearson([1, 1, 0, 0], [1, 1, 2, 0]), 12);
    expect(d.discrimination).toBeCloseTo(pearson([0, 0, 1, 0], [2, 2, 1, 0]), 12);
    expect(b.discrimination).toBeNaN(); // All have the same points.
  });

  it('counts messages that differ in numbers only as one', () => {
    expect(c.messages).toEqual([
      { message: 'Got 3', count: 2 },
      { message: 'Too long', count: 1 },
    ]);
  });
});

it('scoreDistribution() has ten bins; full marks stand in the last, what could not be read in none', () => {
  expect(scoreDistribution(CLASS)).toEqual([1, 0, 0, 0, 0, 3, 0, 0, 0, 0]);
  expect(scoreDistribution([graded('ada', [checked('t/a', 'pass')])])).toEqual([
    0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
  ]);
  const late = { penalty: 0.5, message: 'Late' } as NonNullable<SubmissionResult['late']>;
  expect(scoreDistribution([{ ...graded('ada', [checked('t/a', 'pass')]), late }])[5]).toBe(1);
});

it('the statistics for a terminal have a line per check and no escape of a student', () => {
  const text = RENDERERS.statistics([
    ...CLASS,
    graded('fo', [checked('t/a', 'fail', { message: '\u001b[2J<b>\n::error::' })]),
  ]);
  expect(text).toMatch(/^t\/b +1\.00 +– +1 +0 +0$/m);
  expect(text).toMatch(/^t\/c +0\.00 .*2 × Got 3$/m);
  expect(text).toMatch(/^check +solved[^]*^solved: mean share of the points/m);
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/\u001b|^::/m);
  expect(RENDERERS.statistics([])).toBe('No submissions\n');
});
