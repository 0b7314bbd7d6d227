import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verification } from '../../dist/grading/verify/verify-exercise.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** At least this many answers prove an exercise; one of each where nothing is said. */
const ENOUGH: Record<string, { right: number; wrong: number }> = {
  '01-learning-rate-finder': { right: 12, wrong: 35 },
  '02-optimizer-comparison': { right: 12, wrong: 40 },
  '03-learning-rate-schedule': { right: 12, wrong: 45 },
};

let found: Verification[];
beforeAll(() => {
  // All answers, with five seeds each, take longer than `npm test` may: that is a step of CI.
  const { stdout } = spawnSync(
    process.execPath,
    ['bin/gradlab.js', 'verify', '--quick', '--format', 'json'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    },
  );
  found = JSON.parse(stdout) as Verification[];
}, 1_500_000);

const slugs = fs
  .readdirSync(`${root}/graders`)
  .filter((name) => fs.existsSync(`${root}/graders/${name}/exercise.json`));

describe.each(slugs)('gradlab verify %s', (slug) => {
  const one = () => found.find(({ exercise }) => exercise === slug)!;

  it('gives the starter nothing', () => {
    expect(one().starter).toMatchObject({ score: 0, ok: true });
  });

  it('gives the solution everything', () => {
    expect(one().solution).toEqual({
      score: one().solution.maxScore,
      maxScore: one().solution.maxScore,
      ok: true,
    });
  });

  it('gives a right answer everything', () => {
    expect(one().right.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('catches a wrong answer with the check that it names, at no other task’s cost', () => {
    expect(one().wrong.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('has a wrong answer for every check', () => {
    expect(one().unproven).toEqual([]);
  });

  it.each(['right', 'wrong'] as const)('has enough %s answers', (kind) => {
    const files = fs.readdirSync(`${root}/graders/${slug}/${kind}`);
    expect(files.length).toBeGreaterThanOrEqual(ENOUGH[slug]?.[kind] ?? 1);
  });
});
