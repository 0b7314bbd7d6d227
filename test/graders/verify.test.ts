import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SubmissionResult } from '../../dist/grading/result.js';
import type { Verification } from '../../dist/grading/verify/verify-exercise.js';
import { gradlab, root, temporaryFolder } from '../cli/gradlab.js';

/** At least this many answers prove an exercise; one of each where nothing is said. */
const ENOUGH: Record<string, { right: number; wrong: number }> = {
  '01-learning-rate-finder': { right: 12, wrong: 35 },
  '02-optimizer-comparison': { right: 12, wrong: 40 },
  '03-learning-rate-schedule': { right: 12, wrong: 45 },
};

const slugs = fs
  .readdirSync(`${root}/graders`)
  .filter((name) => fs.existsSync(`${root}/graders/${name}/exercise.json`));

it.each(slugs)('%s has enough right and wrong answers', (slug) => {
  for (const kind of ['right', 'wrong'] as const) {
    const files = fs.readdirSync(path.join(root, 'graders', slug, kind));
    expect(files.length).toBeGreaterThanOrEqual(ENOUGH[slug]?.[kind] ?? 1);
  }
});

// All answers of all exercises, with more seeds, take longer than `npm test` may: that is a step of CI.
it('gradlab verify proves exercise 1 with a wrong answer for each check', async () => {
  const { stdout } = await gradlab(['verify', '--quick', '--format', 'json', '01-learning-rate-finder']);
  const [{ starter, solution, right, wrong, unproven, ok }] = JSON.parse(stdout) as [Verification];
  expect(starter).toMatchObject({ score: 0, ok: true });
  expect(solution.score).toBe(solution.maxScore);
  expect([...right, ...wrong].filter((found) => !found.ok)).toEqual([]);
  expect(unproven).toEqual([]);
  expect(ok).toBe(true);
}, 300_000);

describe('graded as a class', () => {
  const folder = temporaryFolder();
  let results: SubmissionResult[];

  beforeAll(async () => {
    for (const slug of slugs) {
      for (const from of ['starter', 'solution']) {
        const file = path.join(folder, `${from} ${slug}`, `${slug}.ipynb`);
        fs.mkdirSync(path.dirname(file));
        await gradlab(['fill', slug, '--from', from, '-o', file]);
      }
    }
    const { stdout } = await gradlab(['grade', folder, '--format', 'json']);
    results = JSON.parse(stdout) as SubmissionResult[];
  }, 300_000);

  const result = (name: string) => results.find(({ submission }) => submission === name)!;

  it.each(slugs)('the starter of %s gets nothing', (slug) => {
    const { score, checks } = result(`starter ${slug}`);
    expect(score).toBe(0);
    expect(checks.every(({ status }) => status === 'notAttempted' || status === 'pendingManual')).toBe(true);
  });

  it.each(slugs)('the solution of %s gets everything but what is marked by hand', (slug) => {
    const { score, maxScore, pendingScore, checks } = result(`solution ${slug}`);
    expect(checks.filter(({ status }) => status !== 'pass' && status !== 'pendingManual')).toEqual([]);
    expect(score).toBeCloseTo(maxScore - pendingScore, 9);
  });
});
